#!/usr/bin/env python3
"""Reorder points from weekly sales: reorder.py FILE [--service 95] > result.csv

Columns: sku, lead_days, lead_days_spread, week_1 ... week_n (oldest first).
Leave a week empty if the item was out of stock: no stock is not no demand.
"""
import argparse
import csv
import math
import statistics
import sys


def advise(weeks):
    """A remark about data that should not be trusted blindly."""
    if len(weeks) < 8:
        return "fewer than 8 weeks with stock: no result"
    third = len(weeks) // 3
    early, late = statistics.mean(weeks[:third]), statistics.mean(weeks[-third:])
    if max(early, late) > 2 * max(min(early, late), 0.5):
        return "demand is changing: look at it yourself"
    if sum(week == 0 for week in weeks) > len(weeks) / 2:
        return "slow mover: consider ordering on demand"
    return ""


def reorder(weeks, lead_days, spread_days, factor):
    """Return reorder point, safety for demand and safety for the supplier, in pieces."""
    demand = statistics.mean(weeks) / 7
    deviation = statistics.stdev(weeks) / math.sqrt(7)
    by_demand = deviation * math.sqrt(lead_days)
    by_supplier = demand * spread_days
    safety = factor * math.hypot(by_demand, by_supplier)
    return math.ceil(demand * lead_days + safety), factor * by_demand, factor * by_supplier


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--service", type=float, default=95, help="percent of deliveries without running out, 50 to 99.9")
    args = parser.parse_args()
    if not 50 <= args.service <= 99.9:
        parser.error("--service must be between 50 and 99.9")
    factor = statistics.NormalDist().inv_cdf(args.service / 100)
    out = csv.writer(sys.stdout)
    out.writerow(["sku", "weekly_demand", "reorder_at", "safety_for_demand", "safety_for_supplier", "remark"])
    with open(args.file, newline="", encoding="utf-8-sig") as handle:
        for row in csv.DictReader(handle):
            weeks = [float(value) for name, value in row.items() if name.startswith("week_") and value not in (None, "")]
            remark = advise(weeks)
            if len(weeks) < 8:
                out.writerow([row["sku"], "", "", "", "", remark])
                continue
            point, demand, supplier = reorder(weeks, float(row["lead_days"]), float(row["lead_days_spread"]), factor)
            out.writerow([row["sku"], round(statistics.mean(weeks), 1), point, round(demand, 1), round(supplier, 1), remark])


if __name__ == "__main__":
    main()
