//! What the server's memory came to while something was done to it.

use crate::support::Server;

pub struct Memory {
    pid: u32,
    before: f64,
}

impl Memory {
    /// From now on.
    pub fn of(server: &Server) -> Self {
        let pid = server.pid();
        // Begins the peak anew.
        std::fs::write(format!("/proc/{pid}/clear_refs"), "5").unwrap();
        Self {
            pid,
            before: megabytes(pid, "VmRSS"),
        }
    }

    /// By how many megabytes the peak lies above what it was before.
    pub fn grown_mb(&self) -> f64 {
        ((megabytes(self.pid, "VmHWM") - self.before) * 10.0).round() / 10.0
    }
}

fn megabytes(pid: u32, what: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with(what)).unwrap();
    let kilobytes: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes / 1024.0
}
