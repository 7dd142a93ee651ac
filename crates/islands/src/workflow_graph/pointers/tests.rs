use super::*;

fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

#[test]
fn a_shaky_click_is_not_a_drag() {
    let mut pointers = Pointers::default();
    pointers.press(1, at(10.0, 10.0));
    assert_eq!(pointers.slide(1, at(12.0, 11.0)), None);
    assert!(!pointers.dragged());
}

#[test]
fn a_drag_starts_where_it_was_pressed_and_goes_on_from_move_to_move() {
    let mut pointers = Pointers::default();
    pointers.press(1, at(10.0, 10.0));
    pointers.slide(1, at(12.0, 10.0));
    let first = Slide {
        from: at(10.0, 10.0),
        to: at(20.0, 10.0),
        ratio: 1.0,
    };
    assert_eq!(pointers.slide(1, at(20.0, 10.0)), Some(first));
    let second = Slide {
        from: at(20.0, 10.0),
        to: at(21.0, 10.0),
        ratio: 1.0,
    };
    assert_eq!(pointers.slide(1, at(21.0, 10.0)), Some(second));
    pointers.lift(1);
    assert!(pointers.dragged(), "the click that follows must know");
    pointers.press(1, at(0.0, 0.0));
    assert!(!pointers.dragged(), "a new press starts over");
}

#[test]
fn two_fingers_zoom_around_their_middle() {
    let mut pointers = Pointers::default();
    pointers.press(1, at(0.0, 0.0));
    pointers.press(2, at(100.0, 0.0));
    let slide = Slide {
        from: at(50.0, 0.0),
        to: at(100.0, 0.0),
        ratio: 2.0,
    };
    assert_eq!(pointers.slide(2, at(200.0, 0.0)), Some(slide));
    pointers.lift(1);
    assert_eq!(pointers.count(), 1);
}

#[test]
fn a_pointer_that_was_never_pressed_moves_nothing() {
    assert_eq!(Pointers::default().slide(7, at(50.0, 0.0)), None);
}

#[test]
fn fingers_on_the_same_spot_never_divide_by_zero() {
    let mut pointers = Pointers::default();
    pointers.press(1, at(0.0, 0.0));
    pointers.press(2, at(0.0, 0.0));
    assert_eq!(
        pointers.slide(2, at(0.0, 50.0)).map(|slide| slide.ratio),
        Some(50.0)
    );
}
