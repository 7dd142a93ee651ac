//! nginx in front of the shop, as the sample in docs/nginx.conf sets it up, but for the names and ports of the test.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Server, free_port};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/nginx.conf");

pub struct Nginx {
    pub url: String,
    /// The same shop for those who speak HTTP/2.
    pub http2_url: String,
    process: Child,
    _folder: tempfile::TempDir,
}

impl Nginx {
    /// Nothing where it is not installed.
    pub fn before(server: &Server) -> Option<Self> {
        let program = ["/usr/sbin/nginx", "/usr/bin/nginx"]
            .into_iter()
            .find(|program| Path::new(program).exists())?;
        let folder = tempfile::tempdir().unwrap();
        let [port, http2] = [free_port(), free_port()];
        let shop = server.url.trim_start_matches("http://");
        let sample = std::fs::read_to_string(SAMPLE).unwrap();
        let settings = sample
            .replace("127.0.0.1:3000", shop)
            .replace(
                "listen 443 ssl http2;",
                &format!("listen 127.0.0.1:{port}; listen 127.0.0.1:{http2} http2;"),
            )
            .lines()
            .filter(|line| !line.trim_start().starts_with("ssl_"))
            .collect::<Vec<_>>()
            .join("\n");
        let place = folder.path().display();
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {place}/{kind};"))
            .join("\n");
        let user = if std::fs::metadata("/proc/self").is_ok_and(|me| owned_by_root(&me)) {
            "user root;"
        } else {
            ""
        };
        let whole = format!(
            "{user} daemon off; pid {place}/pid; error_log {place}/error.log;\n{}",
            settings.replacen(
                "http {",
                &format!("http {{\naccess_log off;\n{temporary}"),
                1
            )
        );
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, whole).unwrap();
        let process = Command::new(program)
            .arg("-p")
            .arg(folder.path())
            .arg("-c")
            .arg(&file)
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let patience = Instant::now() + Duration::from_secs(10);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < patience, "nginx did not start");
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(Self {
            url: format!("http://127.0.0.1:{port}"),
            http2_url: format!("http://127.0.0.1:{http2}"),
            process,
            _folder: folder,
        })
    }
}

fn owned_by_root(file: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    file.uid() == 0
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its workers end with it only when it is asked to stop.
        Command::new("kill")
            .arg(self.process.id().to_string())
            .status()
            .ok();
        self.process.wait().ok();
    }
}
