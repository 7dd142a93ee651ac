use super::*;

/// A graph of 400 × 200 units, drawn at half size and centered in a taller place on the page.
const FRAME: Frame = Frame {
    view_box: Rect {
        x: -100.0,
        y: -50.0,
        width: 400.0,
        height: 200.0,
    },
    client: Rect {
        x: 10.0,
        y: 20.0,
        width: 200.0,
        height: 300.0,
    },
};

fn point(x: f64, y: f64) -> Point {
    Point { x, y }
}

fn client_of(camera: Camera, graph: Point) -> Point {
    point(
        FRAME.client.x + graph.x * camera.scale + camera.x,
        FRAME.client.y + graph.y * camera.scale + camera.y,
    )
}

fn assert_near(left: Point, right: Point) {
    assert!(left.distance(right) < 1e-6, "{left:?} is not {right:?}");
}

#[test]
fn a_letterboxed_drawing_is_measured_by_its_tighter_side() {
    assert_eq!(FRAME.pixels(), 0.5);
    assert_near(FRAME.unit_under(point(110.0, 170.0)), point(100.0, 50.0));
    assert_near(FRAME.unit_under(point(10.0, 120.0)), point(-100.0, -50.0));
    assert_near(FRAME.local(point(-100.0, -50.0)), point(0.0, 100.0));
}

#[test]
fn a_drawing_without_a_size_has_finite_answers() {
    let hidden = Frame {
        client: Rect {
            x: 0.0,
            y: 0.0,
            width: 0.0,
            height: 0.0,
        },
        ..FRAME
    };
    let empty = Frame {
        view_box: Rect {
            x: 0.0,
            y: 0.0,
            width: 0.0,
            height: 0.0,
        },
        client: hidden.client,
    };
    for frame in [hidden, empty] {
        let camera = Camera::FIT.zoom(2.0, &frame).actual_size(&frame);
        assert!(
            camera.scale.is_finite() && camera.x.is_finite() && camera.y.is_finite(),
            "{camera:?}"
        );
    }
}

#[test]
fn the_point_under_the_cursor_stays_there_while_zooming() {
    let cursor = point(60.0, 150.0);
    let before = Camera::FIT.held(FRAME.to_local(cursor));
    let camera = Camera::FIT.follow(
        Slide {
            from: cursor,
            to: cursor,
            ratio: 1.7,
        },
        &FRAME,
    );
    assert_eq!(camera.scale, 1.7);
    assert_near(client_of(camera, before), cursor);
}

#[test]
fn a_pinch_carries_the_held_point_along_while_it_grows() {
    let slide = Slide {
        from: point(100.0, 160.0),
        to: point(120.0, 180.0),
        ratio: 2.0,
    };
    let held = Camera::FIT.held(FRAME.to_local(slide.from));
    assert_near(client_of(Camera::FIT.follow(slide, &FRAME), held), slide.to);
}

#[test]
fn a_drag_moves_the_drawing_by_as_many_pixels_as_the_pointer() {
    let slide = Slide {
        from: point(100.0, 160.0),
        to: point(130.0, 150.0),
        ratio: 1.0,
    };
    assert_eq!(
        Camera::FIT.follow(slide, &FRAME),
        Camera {
            scale: 1.0,
            x: 30.0,
            y: -10.0
        }
    );
}

#[test]
fn a_graph_unit_is_never_smaller_than_a_tenth_nor_larger_than_four_pixels() {
    assert_eq!(Camera::FIT.zoom(1e-9, &FRAME).pixels(&FRAME), 0.1);
    assert_eq!(Camera::FIT.zoom(1e9, &FRAME).pixels(&FRAME), 4.0);
}

#[test]
fn a_graph_too_large_or_too_small_for_those_limits_still_fits() {
    let huge = Frame {
        view_box: Rect {
            x: 0.0,
            y: 0.0,
            width: 40_000.0,
            height: 200.0,
        },
        ..FRAME
    };
    let tiny = Frame {
        view_box: Rect {
            x: 0.0,
            y: 0.0,
            width: 20.0,
            height: 20.0,
        },
        ..FRAME
    };
    assert_eq!(Camera::FIT.zoom(0.5, &huge).scale, 1.0);
    assert_eq!(Camera::FIT.zoom(2.0, &tiny).scale, 1.0);
}

#[test]
fn actual_size_shows_a_unit_as_a_pixel() {
    assert_eq!(Camera::FIT.actual_size(&FRAME).pixels(&FRAME), 1.0);
}

#[test]
fn the_graph_cannot_be_dragged_out_of_sight() {
    let far = Slide {
        from: point(0.0, 0.0),
        to: point(9_000.0, -9_000.0),
        ratio: 1.0,
    };
    let camera = Camera::FIT.follow(far, &FRAME);
    let middle = FRAME.unit(camera.held(FRAME.middle()));
    assert_near(middle, point(-100.0, 150.0));
}

#[test]
fn a_transform_is_written_without_exponents() {
    let camera = Camera {
        scale: 0.25,
        x: -12.5,
        y: 0.000_000_1,
    };
    assert_eq!(camera.transform(), "translate(-12.5px, 0px) scale(0.25)");
    assert_eq!(Camera::FIT.transform(), "translate(0px, 0px) scale(1)");
    assert_eq!(decimal(-0.125), "-0.125");
    assert_eq!(decimal(100.0), "100");
}

#[test]
fn turning_the_wheel_back_undoes_a_zoom() {
    assert!((wheel_ratio(40.0) * wheel_ratio(-40.0) - 1.0).abs() < 1e-12);
    assert!(wheel_ratio(-100.0) > 1.0);
    assert!(wheel_ratio(1e6) > 0.5, "one event never jumps");
}

#[test]
fn the_next_node_is_the_one_ahead() {
    let points = [
        point(0.0, 0.0),
        point(100.0, 10.0),
        point(60.0, 90.0),
        point(-80.0, 0.0),
        point(300.0, 0.0),
    ];
    let from = points[0];
    assert_eq!(nearest(from, Direction::Right, &points), Some(1));
    assert_eq!(nearest(from, Direction::Down, &points), Some(2));
    assert_eq!(nearest(from, Direction::Left, &points), Some(3));
    assert_eq!(nearest(from, Direction::Up, &points), None);
    assert_eq!(nearest(points[4], Direction::Right, &points), None);
    assert_eq!(
        nearest(from, Direction::Right, &[Rect::NOWHERE.center()]),
        None
    );
}

#[test]
fn a_panel_on_the_right_narrows_the_sight_and_one_below_does_not() {
    let whole = Rect {
        x: 10.0,
        y: 10.0,
        width: 100.0,
        height: 50.0,
    };
    let beside = Rect {
        x: 80.0,
        y: 10.0,
        width: 30.0,
        height: 50.0,
    };
    let below = Rect {
        x: 10.0,
        y: 60.0,
        width: 100.0,
        height: 50.0,
    };
    assert_eq!(
        whole.left_of(&beside),
        Rect {
            width: 70.0,
            ..whole
        }
    );
    assert_eq!(whole.left_of(&below), whole);
}

#[test]
fn a_point_is_held_inside_with_a_margin_where_there_is_room_for_one() {
    let sight = Rect {
        x: 10.0,
        y: 10.0,
        width: 100.0,
        height: 20.0,
    };
    assert_eq!(sight.hold(point(50.0, 20.0), 15.0), point(50.0, 20.0));
    assert_eq!(sight.hold(point(500.0, -5.0), 15.0), point(95.0, 20.0));
}

#[test]
fn what_one_looks_at_is_in_the_middle_and_large_enough_to_read() {
    let at = point(50.0, 20.0);
    let camera = Camera::FIT.look_at(at, 0.75, &FRAME);
    assert_eq!(camera.pixels(&FRAME), 0.75);
    let seen = camera.seen(&FRAME);
    assert_near(seen.center(), at);
    assert_near(
        point(seen.width, seen.height),
        point(200.0 / 0.75, 300.0 / 0.75),
    );
    let near = Camera::FIT.zoom(6.0, &FRAME).look_at(at, 0.75, &FRAME);
    assert_eq!(near.pixels(&FRAME), 3.0, "what is larger already stays");
}

#[test]
fn where_a_node_is_in_the_drawing_does_not_depend_on_the_camera() {
    let node = Rect {
        x: 0.0,
        y: 0.0,
        width: 96.0,
        height: 96.0,
    };
    for camera in [
        Camera::FIT,
        Camera::FIT.look_at(point(10.0, 10.0), 2.0, &FRAME),
    ] {
        let at = client_of(camera, FRAME.local(point(node.x, node.y)));
        let pixels = camera.pixels(&FRAME);
        let client = Rect {
            x: at.x,
            y: at.y,
            width: 96.0 * pixels,
            height: 96.0 * pixels,
        };
        let units = camera.units(client, &FRAME);
        assert_near(point(units.x, units.y), point(0.0, 0.0));
        assert_near(point(units.width, units.height), point(96.0, 96.0));
    }
}
