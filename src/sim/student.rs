//! Student's t distribution, for confidence intervals.

/// The value that a t variable with so many degrees of freedom exceeds in magnitude 5 % of the time: half the width of a
/// 95 % confidence interval, in standard errors.
///
/// Found by bisection on P(|T| > t) = I(ν/(ν + t²); ν/2, 1/2), the regularised incomplete beta function.
pub(super) fn two_sided_95(degrees: f64) -> f64 {
    const BISECTIONS: u32 = 60;
    let exceeds = |t: f64| incomplete_beta(degrees / (degrees + t * t), degrees / 2.0, 0.5) > 0.05;
    // With one degree it is 12.7, and it falls.
    let (mut low, mut high) = (1.9, 13.0);
    for _ in 0..BISECTIONS {
        let middle = f64::midpoint(low, high);
        if exceeds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The regularised incomplete beta function by its continued fraction (Abramowitz and Stegun 26.5.8), evaluated by Lentz's
/// method.
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    if x <= 0.0 {
        return 0.0;
    }
    let log_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let front = libm::exp(a * libm::log(x) + b * libm::log1p(-x) - log_beta) / a;
    front * fraction(x, a, b)
}

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
    use super::two_sided_95;

    /// From any table of the t distribution.
    #[test]
    fn critical_values_are_those_of_the_tables() {
        for (degrees, expected) in [
            (1.0, 12.706_204_736),
            (2.0, 4.302_652_730),
            (5.0, 2.570_581_836),
            (10.0, 2.228_138_852),
            (19.0, 2.093_024_054),
            (29.0, 2.045_229_642),
            (99.0, 1.984_216_952),
            (999.0, 1.962_341_461),
        ] {
            let found = two_sided_95(degrees);
            assert!(
                (found - expected).abs() < 1e-8,
                "{found} for {degrees} degrees of freedom"
            );
        }
    }
}
