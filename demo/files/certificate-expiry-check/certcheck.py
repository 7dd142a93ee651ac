#!/usr/bin/env python3
"""Report how many days TLS certificates remain valid.

certcheck.py HOST[:PORT] ... [--file HOSTS] [--warn 21] [--critical 7] [--json]
Exit: 0 fine, 1 warning, 2 critical or error.
"""
import argparse
import concurrent.futures
import datetime
import json
import socket
import ssl
import sys


def split(target):
    """Return host and port; IPv6 addresses are written in brackets."""
    if target.startswith("["):
        host, _, rest = target[1:].partition("]")
        return host, int(rest.lstrip(":") or 443)
    host, _, port = target.partition(":")
    return host, int(port or 443)


def days_left(target, timeout):
    """Connect like a client would, so that trust and name are checked too."""
    host, port = split(target)
    context = ssl.create_default_context()
    with socket.create_connection((host, port), timeout=timeout) as plain:
        with context.wrap_socket(plain, server_hostname=host) as secure:
            ends = ssl.cert_time_to_seconds(secure.getpeercert()["notAfter"])
    now = datetime.datetime.now(datetime.timezone.utc).timestamp()
    return int((ends - now) // 86400)


def check(target, timeout):
    try:
        return {"target": target, "days": days_left(target, timeout), "error": None}
    except ssl.SSLCertVerificationError as problem:
        return {"target": target, "days": None, "error": problem.verify_message}
    except (OSError, ValueError) as problem:
        return {"target": target, "days": None, "error": str(problem) or type(problem).__name__}


def level(result, warn, critical):
    if result["error"] or result["days"] < critical:
        return 2
    return 1 if result["days"] < warn else 0


def targets(args):
    found = list(args.hosts)
    if args.file:
        with open(args.file, encoding="utf-8") as lines:
            found += [line.split("#")[0].strip() for line in lines]
    return list(dict.fromkeys(name for name in found if name))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("hosts", nargs="*", metavar="HOST[:PORT]")
    parser.add_argument("--file", help="one host per line, # begins a comment")
    parser.add_argument("--warn", type=int, default=21, help="days")
    parser.add_argument("--critical", type=int, default=7, help="days")
    parser.add_argument("--timeout", type=float, default=8, help="seconds per host")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    names = targets(args)
    if not names:
        parser.error("no hosts given")
    with concurrent.futures.ThreadPoolExecutor(max_workers=min(16, len(names))) as pool:
        results = list(pool.map(lambda name: check(name, args.timeout), names))
    results.sort(key=lambda result: (result["days"] is not None, result["days"] or 0))
    if args.json:
        print(json.dumps(results, indent=2))
    else:
        for result in results:
            mark = ("ok", "warning", "CRITICAL")[level(result, args.warn, args.critical)]
            detail = result["error"] or f"{result['days']} days"
            print(f"{mark:9} {result['target']:40} {detail}")
    return max(level(result, args.warn, args.critical) for result in results)


if __name__ == "__main__":
    sys.exit(main())
