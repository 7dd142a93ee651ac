use market::{Currency, Money, allocate, share};

#[test]
fn a_fixed_discount_is_spread_by_largest_remainder() {
    assert_eq!(allocate(2200, &[1000, 1300, 1000]), [667, 867, 666]);
    assert_eq!(allocate(500, &[1000, 1000, 1000]), [167, 167, 166]);
    assert_eq!(allocate(500, &[1000, 2000]), [167, 333]);
}

#[test]
fn parts_always_sum_to_the_total() {
    for total in [-101, -1, 0, 1, 7, 999, 123_456] {
        for weights in [&[1, 1, 1][..], &[0, 5, 3], &[7], &[0, 0]] {
            assert_eq!(
                allocate(total, weights).iter().sum::<i64>(),
                total,
                "{total} over {weights:?}"
            );
        }
    }
}

#[test]
fn a_share_is_rounded_half_away_from_zero() {
    assert_eq!(share(1999, 1500), 300);
    assert_eq!(share(999, 1500), 150);
    assert_eq!(share(-1999, 1500), -300);
    assert_eq!(share(5, 1000), 1);
    assert_eq!(share(-5, 1000), -1);
}

#[test]
fn amounts_are_written_with_their_currencys_decimals() {
    let yen = Currency::try_from("JPY".to_owned()).unwrap();
    let dinar = Currency::try_from("KWD".to_owned()).unwrap();
    assert_eq!(Money::usd(1900).to_string(), "$19.00");
    assert_eq!(Money::usd(1900).short(), "$19");
    assert_eq!(Money::usd(-1_234_567).to_string(), "-$12,345.67");
    assert_eq!(Money::new(999, yen).to_string(), "¥999");
    assert_eq!(Money::new(1999, dinar).to_string(), "1.999 KWD");
}

#[test]
fn a_currency_is_three_upper_case_letters() {
    for wrong in ["", "usd", "US", "USDT", "U$D", "ÄÖÜ"] {
        assert!(Currency::try_from(wrong.to_owned()).is_err(), "{wrong}");
    }
}
