//! The normal distribution's quantiles.

#![expect(clippy::excessive_precision, reason = "coefficients as they were published")]

/// The value that a standard normal variable does not exceed with this probability: algorithm AS 241, PPND16 (Wichura,
/// Applied Statistics 37, 1988), accurate to about 1 part in 10^16. A probability of 0 counts as the smallest that a
/// draw of 53 bits can tell from it.
pub(super) fn quantile(probability: f64) -> f64 {
    const SMALLEST: f64 = f64::EPSILON / 4.0;
    let from_middle = probability - 0.5;
    if from_middle.abs() <= 0.425 {
        let r = 0.180_625 - from_middle * from_middle;
        return from_middle * polynomial(&MIDDLE, r) / polynomial(&UNDER_MIDDLE, r);
    }
    let tail = if from_middle < 0.0 {
        probability
    } else {
        1.0 - probability
    };
    let r = (-libm::log(tail.max(SMALLEST))).sqrt();
    let magnitude = if r <= 5.0 {
        let r = r - 1.6;
        polynomial(&TAIL, r) / polynomial(&UNDER_TAIL, r)
    } else {
        let r = r - 5.0;
        polynomial(&FAR_TAIL, r) / polynomial(&UNDER_FAR_TAIL, r)
    };
    if from_middle < 0.0 { -magnitude } else { magnitude }
}

/// Coefficients from the constant upwards.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients
        .iter()
        .rev()
        .fold(0.0, |sum, coefficient| sum * x + coefficient)
}

const MIDDLE: [f64; 8] = [
    3.387_132_872_796_366_608,
    1.331_416_678_917_843_774_5e2,
    1.971_590_950_306_551_442_7e3,
    1.373_169_376_550_946_112_5e4,
    4.592_195_393_154_987_145_7e4,
    6.726_577_092_700_870_085_3e4,
    3.343_057_558_358_812_810_5e4,
    2.509_080_928_730_122_672_7e3,
];
const UNDER_MIDDLE: [f64; 8] = [
    1.0,
    4.231_333_070_160_091_125_2e1,
    6.871_870_074_920_579_083e2,
    5.394_196_021_424_751_107_7e3,
    2.121_379_430_158_659_586_7e4,
    3.930_789_580_009_271_061e4,
    2.872_908_573_572_194_267_4e4,
    5.226_495_278_852_854_561e3,
];
const TAIL: [f64; 8] = [
    1.423_437_110_749_683_577_34,
    4.630_337_846_156_545_295_9,
    5.769_497_221_460_691_405_5,
    3.647_848_324_763_204_605_04,
    1.270_458_252_452_368_382_58,
    2.417_807_251_774_506_117_7e-1,
    2.272_384_498_926_918_458_33e-2,
    7.745_450_142_783_414_076_4e-4,
];
const UNDER_TAIL: [f64; 8] = [
    1.0,
    2.053_191_626_637_758_821_87,
    1.676_384_830_183_803_849_4,
    6.897_673_349_851_000_045_5e-1,
    1.481_039_764_274_800_745_9e-1,
    1.519_866_656_361_645_719_66e-2,
    5.475_938_084_995_344_946e-4,
    1.050_750_071_644_416_843_24e-9,
];
const FAR_TAIL: [f64; 8] = [
    6.657_904_643_501_103_777_2,
    5.463_784_911_164_114_369_9,
    1.784_826_539_917_291_335_8,
    2.965_605_718_285_048_912_3e-1,
    2.653_218_952_657_612_309_3e-2,
    1.242_660_947_388_078_438_6e-3,
    2.711_555_568_743_487_578_15e-5,
    2.010_334_399_292_288_132_65e-7,
];
const UNDER_FAR_TAIL: [f64; 8] = [
    1.0,
    5.998_322_065_558_879_376_9e-1,
    1.369_298_809_227_358_053_1e-1,
    1.487_536_129_085_061_485_25e-2,
    7.868_691_311_456_132_591e-4,
    1.846_318_317_510_054_681_8e-5,
    1.421_511_758_316_445_888_7e-7,
    2.044_263_103_389_939_785_64e-15,
];

#[cfg(test)]
mod tests {
    use super::quantile;

    /// The algorithm's own check values, and some from tables.
    #[test]
    fn quantiles_are_those_of_the_tables() {
        for (probability, expected) in [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -8.292_361_075_813_595),
            (0.975, 1.959_963_984_540_054),
            (0.5, 0.0),
        ] {
            let found = quantile(probability);
            if probability > 1e-16 {
                assert!((found - expected).abs() <= 1e-14, "{found} for {probability}");
            } else {
                // Below what a draw can be.
                assert!(found.is_finite());
            }
        }
    }
}
