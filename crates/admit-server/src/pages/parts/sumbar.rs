//! The figure of a sum: a whole above, its parts below.

use std::fmt::Write;

/// How wide the whole is, in the units of the drawing.
const WHOLE: f64 = 1000.0;

/// The space between two parts and the least width of one, of a small figure.
const SMALL: (f64, f64) = (14.0, 22.0);

/// The same of a large one.
const LARGE: (f64, f64) = (3.0, 5.0);

/// Draws it. Parts of nothing are left out; their place in the list says which they are.
pub fn sumbar(parts: &[u64], is_small: bool) -> String {
    let (class, height, (gap, least)) = if is_small {
        ("sumbar sumbar--mini", 4, SMALL)
    } else {
        ("sumbar", 5, LARGE)
    };
    let mut drawn = format!(
        "<svg class=\"{class}\" viewBox=\"0 0 1000 {}\" preserveAspectRatio=\"none\" \
         aria-hidden=\"true\"><rect class=\"whole\" x=\"0\" y=\"0\" width=\"1000\" \
         height=\"{height}\"/>",
        2 * height + if is_small { 2 } else { 4 },
    );
    let top = height + if is_small { 2 } else { 4 };
    let mut x = 0.0;
    for (place, width) in widths(parts, gap, least).into_iter().enumerate() {
        if width > 0.0 {
            let _ = write!(
                drawn,
                "<rect class=\"part-{}\" x=\"{x:.1}\" y=\"{top}\" width=\"{width:.1}\" \
                 height=\"{height}\"/>",
                place + 1
            );
            x += width + gap;
        }
    }
    drawn.push_str("</svg>");
    drawn
}

/// How wide each part is. None is so narrow that it cannot be seen; the widest gives.
fn widths(parts: &[u64], gap: f64, least: f64) -> Vec<f64> {
    let there = parts.iter().filter(|part| **part > 0).count();
    if there == 0 {
        return vec![0.0; parts.len()];
    }
    let all: u64 = parts.iter().sum();
    let room = WHOLE - gap * (there - 1) as f64;
    let width = |part: &u64| match part {
        0 => 0.0,
        part => (room * *part as f64 / all as f64).max(least),
    };
    let mut widths: Vec<f64> = parts.iter().map(width).collect();
    let over = widths.iter().sum::<f64>() - room;
    let widest = widths.iter_mut().max_by(|one, other| one.total_cmp(other));
    if let Some(widest) = widest {
        *widest -= over;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fill_the_whole_and_can_be_seen() {
        for parts in [
            &[1, 0, 0][..],
            &[11_902, 214, 301, 63],
            &[1, 1_000_000],
            &[0, 0],
        ] {
            let drawn = widths(parts, 3.0, 5.0);
            let there = parts.iter().filter(|part| **part > 0).count();
            let expected = match there {
                0 => 0.0,
                there => 1000.0 - 3.0 * (there - 1) as f64,
            };
            assert!(
                (drawn.iter().sum::<f64>() - expected).abs() < 1e-6,
                "{drawn:?}"
            );
            for (part, width) in parts.iter().zip(&drawn) {
                assert_eq!(*part > 0, *width >= 5.0, "{drawn:?}");
            }
        }
    }
}
