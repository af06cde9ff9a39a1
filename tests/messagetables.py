"""Messages tables made by hand, so that tests say themselves what each message is taken for."""

import pandas as pd

from analyzer.messages import MESSAGE_COLUMNS
from analyzer.wording import FLAGS


def messages_of(events, said=None) -> pd.DataFrame:
    """The messages table of an events table: `said` gives by place among the messages what differs from ``unsure``."""
    ids = events.loc[events["kind"] != "call", "event_id"].astype("str").tolist()
    usual = {"message_kind": "unsure", "p": 0.5, "flags": "", "spans": "", "signature": "", "template": "", "kind_by": "model", "struck": ""}  # fmt: skip
    rows = [{"event_id": event, **usual, "template": f"T{i + 1}", **(said or {}).get(i, {})} for i, event in enumerate(ids)]  # fmt: skip
    table = pd.DataFrame(rows, columns=list(MESSAGE_COLUMNS))
    return table.astype({name: "Float64" if name == "p" else "str" for name in MESSAGE_COLUMNS})


def from_bodies(events) -> pd.DataFrame | None:
    """A table that reads flags out of bodies like ``flags: insult violence_threat``, and advertising out of ``advertising: …``; None where no
    body says any.
    """
    bodies = events.loc[events["kind"] != "call", "body"].astype("str").tolist()
    said = {}
    for i, body in enumerate(bodies):
        if body.startswith("flags: "):
            found = set(body.removeprefix("flags: ").split())
            said[i] = {"flags": " ".join(flag for flag in FLAGS if flag in found)}
        elif body.startswith("advertising: "):
            said[i] = {"message_kind": "advertising"}
    return messages_of(events, said) if said else None
