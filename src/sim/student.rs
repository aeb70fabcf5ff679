//! Student's t distribution, for confidence intervals.

use std::f64::consts::PI;

/// The value that a t variable with so many degrees of freedom exceeds in magnitude with this probability: half the width
/// of a confidence interval, in standard errors. 0.05 is for intervals of 95 %.
///
/// Found by bisection on P(|T| > t) = I(ν/(ν + t²); ν/2, 1/2), the regularised incomplete beta function. From 0.0005 on
/// the value is below 1,300, whatever the degrees.
///
/// ```
/// let t = twinpool::sim::student_t(19.0, 0.05);
/// assert!((t - 2.093_024_054).abs() < 1e-8);
/// ```
pub fn student_t(degrees: f64, probability: f64) -> f64 {
    const BISECTIONS: u32 = 70;
    let a = degrees / 2.0;
    let ratio = gamma_ratio(a);
    let (mut low, mut high) = (0.0, 1_300.0);
    for _ in 0..BISECTIONS {
        let middle = f64::midpoint(low, high);
        if exceeds(middle, a, ratio) > probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// P(|T| > t) with 2a degrees of freedom: the incomplete beta function by its continued fraction (Abramowitz and Stegun
/// 26.5.8), on the side on which that converges quickly.
fn exceeds(t: f64, a: f64, ratio: f64) -> f64 {
    const B: f64 = 0.5;
    let square = t * t;
    let sum = 2.0 * a + square;
    let (x, rest) = (2.0 * a / sum, square / sum);
    // x^a · (1 - x)^b / B(a, b), and B(a, 1/2) is √π / ratio.
    let front = libm::exp(-a * libm::log1p(square / (2.0 * a))) * (rest / PI).sqrt() * ratio;
    if x > (a + 1.0) / (a + B + 2.0) {
        1.0 - front / B * fraction(rest, B, a)
    } else {
        front / a * fraction(x, a, B)
    }
}

/// Γ(a + 1/2) / Γ(a), for which a whole logarithm of Γ would be code that nothing else needs: for large a by its series
/// around a - 1/4, which has even powers only; from there downwards by Γ(a + 1) = a Γ(a).
fn gamma_ratio(mut a: f64) -> f64 {
    const STEPS: u32 = 100;
    let mut down = 1.0;
    for _ in 0..STEPS {
        down *= a / (a + 0.5);
        a += 1.0;
    }
    let middle = a - 0.25;
    let square = middle * middle;
    middle.sqrt() * (1.0 + (1.0 / 64.0 - 19.0 / 8192.0 / square) / square) * down
}

/// By Lentz's method.
#[expect(clippy::many_single_char_names, reason = "those of the formula")]
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TERMS: u32 = 300;
    const ENOUGH: f64 = 1e-15;
    let not_zero = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let (mut c, mut d) = (1.0, 1.0 / not_zero(1.0 - (a + b) * x / (a + 1.0)));
    let mut result = d;
    for term in 1..TERMS {
        let m = f64::from(term);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for numerator in [even, odd] {
            d = 1.0 / not_zero(1.0 + numerator * d);
            c = not_zero(1.0 + numerator / c);
            change = c * d;
            result *= change;
        }
        if (change - 1.0).abs() < ENOUGH {
            break;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::student_t;

    /// From any table of the t distribution.
    #[test]
    fn critical_values_are_those_of_the_tables() {
        for (degrees, probability, expected) in [
            (1.0, 0.05, 12.706_204_736),
            (2.0, 0.05, 4.302_652_730),
            (5.0, 0.05, 2.570_581_836),
            (10.0, 0.05, 2.228_138_852),
            (19.0, 0.05, 2.093_024_054),
            (29.0, 0.05, 2.045_229_642),
            (99.0, 0.05, 1.984_216_952),
            (999.0, 0.05, 1.962_341_461),
            (1.0, 0.001, 636.619_248_769),
            (19.0, 0.001, 3.883_405_853),
            (39.0, 0.001, 3.558_120_081),
        ] {
            let found = student_t(degrees, probability);
            assert!(
                (found - expected).abs() < 1e-8,
                "{found} for {degrees} degrees of freedom at {probability}"
            );
        }
    }
}
