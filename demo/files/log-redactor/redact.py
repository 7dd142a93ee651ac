#!/usr/bin/env python3
"""Replace secrets and personal data in text with stable placeholders.

some-command | redact.py [--salt TEXT] [--word WORD ...] [--count] > shareable.log
"""
import argparse
import collections
import hashlib
import hmac
import re
import sys


def luhn(text):
    """True if the digits carry a valid check digit, as card numbers do."""
    digits = [int(c) for c in text if c.isdigit()]
    total = 0
    for place, digit in enumerate(reversed(digits)):
        if place % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return 13 <= len(digits) <= 19 and total % 10 == 0


def address(text):
    return all(int(part) < 256 for part in text.split("."))


# Order matters: the narrow shapes come before the wide ones.
# Group 1, where present, stays in the text; the last group is replaced.
RULES = [
    ("private_key", re.compile(r"()(-----BEGIN [A-Z ]*PRIVATE KEY-----.*)"), None),
    ("jwt", re.compile(r"()\b(eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)"), None),
    ("token", re.compile(r"(?i)(\b(?:bearer|basic)\s+)([\w.~+/=-]{12,})"), None),
    ("password", re.compile(r"(\w+://[^\s:/@]+:)([^\s@/]+)(?=@)"), None),
    ("secret", re.compile(r"""(?i)((?<!<)(?:password|passwd|secret|api[_-]?key|access[_-]?token)["']?\s*[:=]\s*["']?)([^\s"',;&]{4,})"""), None),
    ("key", re.compile(r"()\b((?:sk|pk|rk|ghp|gho|xox[abp]|AKIA)[-_]?[A-Za-z0-9_-]{16,})"), None),
    ("email", re.compile(r"()\b([\w.+-]+@[\w-]+(?:\.[\w-]+)+)"), None),
    ("iban", re.compile(r"()\b([A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?)\b"), None),
    ("card", re.compile(r"()(?<![\d.])(\d(?:[ -]?\d){12,18})(?![\d.])"), luhn),
    ("ip", re.compile(r"()(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.])"), address),
    ("ip", re.compile(r"(?i)()(?<![\w:])((?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4})(?![\w:])"), None),
]


class Redactor:
    def __init__(self, salt=None, words=()):
        self.salt = salt.encode() if salt else None
        self.seen = collections.defaultdict(dict)
        self.counts = collections.Counter()
        self.rules = list(RULES)
        if words:
            pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
            self.rules.insert(0, ("word", re.compile(rf"(?i)()\b({pattern})\b"), None))

    def label(self, kind, value):
        self.counts[kind] += 1
        if self.salt:
            digest = hmac.new(self.salt, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()
            return f"<{kind}:{digest[:8]}>"
        known = self.seen[kind]
        return f"<{kind}:{known.setdefault(value, len(known) + 1)}>"

    def line(self, text):
        for kind, pattern, accept in self.rules:
            def replace(match):
                value = match.group(2)
                if value.startswith("<") or (accept and not accept(value)):
                    return match.group(0)
                return match.group(1) + self.label(kind, value)
            text = pattern.sub(replace, text)
        return text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--salt", help="make placeholders comparable between runs")
    parser.add_argument("--word", action="append", default=[], help="also replace this word")
    parser.add_argument("--count", action="store_true", help="print totals to standard error")
    args = parser.parse_args()
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    redactor = Redactor(args.salt, args.word)
    for text in sys.stdin:
        sys.stdout.write(redactor.line(text))
    if args.count:
        for kind, number in sorted(redactor.counts.items()):
            print(f"{kind}: {number}", file=sys.stderr)


if __name__ == "__main__":
    main()
