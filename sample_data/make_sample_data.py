"""Writes the sample exports: one invented story, told by a phone, a carrier, a backup app and a workplace.

    python sample_data/make_sample_data.py [FOLDER]

Without FOLDER the files beside this script are written anew; the bytes are the same every time. Needs openpyxl and xlwt
(``pip install call-sms-analyzer[test]``).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from story import bill_files, facts, phone_files, plan  # noqa: E402 - the package stands beside this script


def files() -> dict[str, bytes]:
    """Every file of the sample by name."""
    phone, workplace = plan.phone(), plan.workplace()
    return {
        "export.csv": phone_files.table(phone),
        f"calls-{phone_files.MADE}.xml": phone_files.calls_xml(phone),
        f"sms-{phone_files.MADE}.xml": phone_files.sms_xml(phone),
        "workplace_phone.csv": phone_files.workplace_table(workplace, phone),
        "china_mobile_bill_2026-04.xlsx": bill_files.april_xlsx(phone),
        "china_mobile_bill_2026-03_to_05.xls": bill_files.spring_xls(phone),
        "china_mobile_bill_2026-05.csv": bill_files.may_csv(phone),
        "story.json": (json.dumps(facts.of_story(phone, workplace), ensure_ascii=False, indent=1) + "\n").encode(),
    }


def main() -> None:
    """Write the files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files().items():
        (folder / name).write_bytes(data)
        print(f"{len(data):8d}  {folder / name}")


if __name__ == "__main__":
    main()
