//! Text made safe to show, and measured without a font.

/// Whether a character has no place in shown text: controls, marks that reorder or hide the text around them.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' | '\u{fffe}' | '\u{ffff}')
}

/// The text on one line, without characters that reorder or hide what is around them.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(400));
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => out.push(' '),
            c if is_invisible(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// At most `most` characters, with an ellipsis when some were cut.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text
            .chars()
            .take(most.saturating_sub(1))
            .chain(['…'])
            .collect(),
    }
}

/// Text from a file as it may be shown: one line of at most 120 characters, without characters that reorder or hide what is around them.
pub fn shown(text: &str) -> String {
    shortened(&plain(text.trim()), 120)
}

/// The width of a text in pixels, as the usual sans-serif interface fonts draw it (a little generous).
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size / 1000.0
}

/// Advance widths of the printable ASCII characters in thousandths of an em, from space on.
const ASCII: [u16; 95] = [
    275, 290, 400, 620, 620, 820, 650, 230, 365, 365, 480, 640, 280, 440, 280,
    360, // space to /
    630, 480, 610, 625, 640, 610, 630, 570, 625, 630, 280, 280, 640, 640, 640, 520, // 0 to ?
    950, 690, 650, 720, 720, 600, 590, 740, 740, 270, 560, 660, 565, 890, 750, 760, // @ to O
    640, 760, 650, 640, 640, 740, 690, 980, 680, 680, 640, 365, 360, 365, 480, 460, // P to _
    330, 570, 620, 575, 620, 590, 370, 620, 600, 250, 250, 560, 250, 880, 600, 610, // ` to o
    620, 620, 385, 535, 370, 600, 570, 810, 555, 570, 560, 365, 340, 365, 640, // p to ~
];

fn advance(c: char) -> f64 {
    let thousandths = match c {
        ' '..='~' => ASCII[c as usize - 0x20],
        c if extends(c) => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{20000}'..='\u{3ffff}' => 1000,
        '\u{ff61}'..='\u{ffdc}' => 520,
        // Emoji and dingbats; regional indicators come in pairs that make one flag.
        '\u{1f1e6}'..='\u{1f1ff}' => 660,
        '\u{1f000}'..='\u{1faff}'
        | '\u{2600}'..='\u{27bf}'
        | '\u{2b00}'..='\u{2bff}'
        | '\u{2300}'..='\u{23ff}' => 1300,
        '\u{590}'..='\u{5ff}' => 560,
        '\u{600}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' => 540,
        '\u{900}'..='\u{dff}' => 640,
        '\u{e00}'..='\u{eff}' => 580,
        '\u{400}'..='\u{52f}' => 640,
        '—' | '…' | '→' | '←' | '⇒' => 950,
        c if c.is_uppercase() => 690,
        _ => 600,
    };
    f64::from(thousandths)
}

/// Whether a character is drawn together with the one before it.
fn extends(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{93c}'..='\u{94d}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200c}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}' | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Whether a line may break before and after a character: scripts written without spaces.
fn breaks_anywhere(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}' | '\u{e00}'..='\u{e7f}')
}

/// Breaks a text into at most `most` lines of `room` pixels; what does not fit ends in an ellipsis.
pub fn wrap(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let pieces = pieces(text, size, room);
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0.0;
    for piece in &pieces {
        let length = width(piece.trim_end(), size);
        let full = lines.len() == most;
        match lines.last_mut() {
            Some(line) if used + length <= room => line.push_str(piece),
            _ if full => {
                if let Some(line) = lines.last_mut() {
                    *line = ellipsis(&format!("{line}{piece}"), size, room, true);
                }
                break;
            }
            _ => {
                lines.push(piece.clone());
                used = 0.0;
            }
        }
        used += width(piece, size);
    }
    lines
        .iter_mut()
        .for_each(|line| line.truncate(line.trim_end().len()));
    lines
}

/// One line of at most `room` pixels.
pub(crate) fn fit(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        text.to_owned()
    } else {
        ellipsis(text, size, room, false)
    }
}

fn ellipsis(text: &str, size: f64, room: f64, always: bool) -> String {
    let mut out = String::new();
    let mut left = room - width("…", size);
    let mut whole = true;
    for cluster in clusters(text) {
        left -= width(cluster, size);
        if left < 0.0 {
            whole = false;
            break;
        }
        out.push_str(cluster);
    }
    out.truncate(out.trim_end().len());
    if always || !whole {
        out.push('…');
    }
    out
}

/// Where a line may break: after spaces and hyphens, between ideographs, and inside words longer than a line.
fn pieces(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut used = 0.0;
    for cluster in clusters(text) {
        let first = cluster.chars().next().unwrap_or(' ');
        let length = width(cluster, size);
        let too_long = first != ' ' && used + length > room;
        if !piece.is_empty() && (too_long || breaks_anywhere(first)) {
            pieces.push(std::mem::take(&mut piece));
            used = 0.0;
        }
        piece.push_str(cluster);
        used += length;
        if matches!(first, ' ' | '-' | '/' | '_') || breaks_anywhere(first) {
            pieces.push(std::mem::take(&mut piece));
            used = 0.0;
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

/// Characters with everything that is drawn on or joined to them.
fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let mut end = first.len_utf8();
        let mut joined = false;
        let mut flag = matches!(first, '\u{1f1e6}'..='\u{1f1ff}');
        for c in rest[end..].chars() {
            let second_of_flag = flag && matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
            if !(extends(c) || joined || second_of_flag) {
                break;
            }
            flag = false;
            joined = c == '\u{200d}';
            end += c.len_utf8();
        }
        let (cluster, after) = rest.split_at(end);
        rest = after;
        Some(cluster)
    })
}
