//! Forms that belong to no service.

use super::Shape;

#[rustfmt::skip]
pub(super) const SHAPES: &[Shape] = &[
    Shape::new("private-key", "Private key", &["-----begin"], r"(?i)-----BEGIN[ A-Z0-9_-]{0,100}PRIVATE KEY(?: BLOCK)?-----[A-Za-z0-9+/=:,.()\s\\]{64,}(?:-----END[ A-Z0-9_-]{0,100}PRIVATE KEY(?: BLOCK)?-----)?", 0.0).open(),
    Shape::new("jwt", "JSON web token", &["ey"], r"ey[A-Za-z0-9]{17,}\.ey[A-Za-z0-9/\\_-]{17,}\.[A-Za-z0-9/_-]{10,}={0,2}", 3.0),
    Shape::new("jwt-base64", "JSON web token in base64", &["zxlk"], r"ZXlK[A-Za-z0-9+/]{80,}={0,2}", 3.5),
    Shape::new("curl-auth-user", "User and password of a curl command", &["-u", "--user"], r#"(?:-u|--user)[ =\t]{0,4}(?:"([^":\s]{1,80}:[^"\s]{3,128})"|'([^':\s]{1,80}:[^'\s]{3,128})'|([\w$@.+-]{1,80}:[^\s"'\\]{3,128}))"#, 2.0).beside("curl").open().chosen(),
    Shape::new("sidekiq-sensitive-url", "Password of a Sidekiq address", &["://"], r"://([a-f0-9]{8}:[a-f0-9]{8})@(?:gems|enterprise)\.contribsys\.com", 2.0).open(),
];
