"""Calls whose place in the story matters, written by hand: ``MM-DD HH:MM:SS  who  < in or > out  outcome  ring  talk`` (seconds).

The rest of the calls are drawn at random around these (`plan`). Times are when the phone began to ring or to dial.
"""

COLLECTOR_CALLS = """
03-18 10:42:07 c95 < answered 9 38
03-20 16:20:33 cl < missed 24 0
04-08 22:31:09 c2 < missed 20 0
04-12 18:28:12 c3 < answered 6 163
04-14 06:50:33 c3 < missed 17 0
04-16 09:12:30 c5 < answered 8 35
04-16 11:47:05 c5 < answered 11 6
04-16 15:20:41 c5 < answered 7 88
04-16 18:03:12 c5 < answered 9 12
04-17 22:34:21 c6 < rejected 5 0
04-20 08:00:00 c5 < missed 20 0
04-22 06:52:14 c3 < missed 21 0
04-22 08:31:05 c3 < missed 18 0
04-22 08:32:10 c3 < missed 15 0
04-22 08:33:02 c3 < missed 12 0
04-22 08:34:20 c3 < rejected 4 0
04-22 09:15:40 c3 < missed 2 0
04-22 09:47:12 c3 < missed 2 0
04-22 10:20:33 c3 < answered 7 41
04-22 10:22:08 c3 < rejected 3 0
04-22 11:05:51 c3 < missed 28 0
04-22 11:40:27 c3 < missed 1 0
04-22 12:03:44 c3 < missed 25 0
04-22 12:04:31 c3 < missed 22 0
04-22 12:05:20 c3 < missed 19 0
04-22 12:06:02 c3 < answered 5 3
04-22 13:31:16 c3 < missed 30 0
04-22 14:48:09 c3 < rejected 5 0
04-22 15:10:55 c3 < missed 26 0
04-22 16:22:40 c3 < missed 2 0
04-22 17:35:18 c3 < rejected 4 0
04-22 19:08:02 c3 < missed 33 0
04-22 20:41:37 c3 < missed 29 0
04-22 22:41:50 c3 < rejected 6 0
04-24 22:00:00 c7 < missed 24 0
04-25 07:12:48 c3 < missed 2 0
04-27 22:30:16 c5 < missed 19 0
04-28 09:05:13 c7 < missed 22 0
04-28 09:06:24 c7 < missed 18 0
04-28 09:08:02 c7 < rejected 4 0
04-28 11:30:47 c7 < missed 27 0
04-28 14:15:39 c7 < missed 2 0
04-28 16:02:20 c7 < missed 31 0
04-28 17:48:55 c7 < rejected 3 0
04-28 20:20:08 c7 < missed 25 0
04-29 19:02:05 c2 < missed 8 0
04-29 19:02:40 c5 < rejected 3 0
04-29 19:03:15 c6 < missed 9 0
04-29 19:03:50 c1 < blocked 0 0
04-29 19:04:22 c7 < missed 10 0
04-29 19:05:01 c2 < rejected 2 0
04-29 19:05:38 c8 < missed 12 0
04-29 19:06:20 c4 < blocked 0 0
04-29 19:06:55 c5 < missed 11 0
04-29 19:07:41 c6 < rejected 4 0
04-29 19:08:30 c7 < missed 14 0
05-02 07:58:41 c8 < missed 16 0
05-04 22:05:37 c3 < rejected 5 0
05-08 10:41:02 cnew < answered 9 27
05-09 22:18:04 cnew < missed 14 0
05-14 09:26:11 cnew < missed 23 0
05-30 16:02:44 cnew < missed 20 0
"""

EVERYDAY_CALLS = """
03-02 16:18:40 courier1 < answered 12 18
03-05 15:06:22 abroad < missed 4 0
03-07 17:21:05 courier1 < answered 9 25
03-10 14:10:33 homes < answered 10 16
03-14 16:55:48 courier2 < answered 8 14
03-16 11:02:19 dentist > answered 7 96
03-20 20:10:27 bank > answered 5 312
03-21 11:05:40 courier3 < missed 26 0
03-21 11:20:15 courier3 > answered 6 21
03-24 14:58:09 courier4 < answered 11 12
03-26 15:30:41 school < answered 9 22
03-28 09:41:12 dentist < answered 8 33
04-01 13:02:56 courier5 < answered 10 17
04-03 10:48:27 homes2 < answered 9 8
04-04 09:12:31 ma < answered 7 65
04-04 11:40:18 ma < answered 9 182
04-04 17:25:50 ma < answered 6 96
04-04 20:31:04 ma < answered 8 1260
04-08 12:15:20 aunt < answered 9 214
04-09 11:12:20 hr < answered 7 52
04-11 16:02:38 courier6 < answered 12 19
04-11 21:37:44 withheld < missed 18 0
04-14 14:20:11 courier7 < answered 10 15
04-16 22:52:08 ang < answered 5 74
04-18 10:12:36 courier8 < missed 30 0
04-18 10:31:02 courier8 > answered 8 24
04-19 09:40:12 aunt < answered 8 341
04-20 22:16:25 ma < answered 6 118
04-21 22:47:33 ang < answered 6 52
04-22 22:47:19 withheld < missed 7 0
04-23 17:20:47 hr < answered 9 38
04-25 11:44:30 courier9 < answered 9 13
04-26 13:20:27 withheld < answered 8 9
04-29 19:32:15 ang < answered 5 266
04-30 15:19:08 homes < missed 15 0
05-01 08:21:13 ma < answered 8 38
05-01 13:05:29 ma < missed 32 0
05-01 13:09:55 ma < answered 7 71
05-01 16:58:06 ma < answered 9 25
05-01 17:24:41 ma < answered 6 44
05-03 06:41:52 withheld < missed 3 0
05-06 14:21:18 10086 > answered 2 388
05-07 11:50:20 courier10 < answered 10 16
05-10 09:25:31 ma < answered 7 905
05-10 12:31:47 ma < answered 9 63
05-10 19:50:02 ma < answered 8 1104
05-12 10:08:36 bank < answered 9 47
05-13 16:26:59 courier11 < answered 11 20
05-14 16:40:05 courier1 < answered 8 23
05-18 11:15:22 school < missed 12 0
05-20 17:44:10 courier12 < answered 9 31
05-22 15:12:48 courier13 < answered 10 14
05-23 08:52:17 dentist < answered 7 29
05-25 16:33:06 homes2 < rejected 6 0
05-29 12:58:40 courier14 < answered 9 18
05-31 21:14:06 homes < missed 11 0
"""

WORKPLACE_CALLS = """
04-09 10:56:18 cl < answered 6 74
04-09 11:02:40 cl < answered 7 22
04-10 09:35:12 c5 < answered 6 31
04-13 10:12:50 c3 < answered 5 48
04-13 15:44:07 c3 < missed 21 0
04-15 09:20:33 c95 < answered 7 12
04-17 14:05:19 cl < missed 25 0
04-20 10:31:44 c5 < answered 6 19
04-22 09:22:11 c7 < answered 5 27
04-22 09:25:03 c7 < missed 14 0
04-22 09:27:30 c7 < missed 12 0
04-22 14:10:26 cl < answered 8 15
04-22 16:51:38 c7 < missed 18 0
04-23 09:40:20 c7 < answered 6 33
04-23 11:05:54 c2 < missed 22 0
04-23 14:32:17 c6 < answered 5 11
04-23 16:48:09 c7 < missed 19 0
04-24 10:02:45 cl < answered 7 14
04-24 15:26:31 c5 < missed 24 0
04-27 09:51:08 c3 < missed 20 0
04-27 14:44:36 c8 < answered 6 9
04-28 10:19:22 cl < missed 26 0
04-29 11:33:57 c2 < missed 17 0
04-29 15:08:13 c7 < answered 5 8
04-30 10:57:40 cl < missed 23 0
05-06 09:30:25 c5 < missed 20 0
05-19 14:12:06 cnew < missed 18 0
"""

DIVERTED = "04-18 21:25:31 ma ang 41"
"""The phone was off: the mother's call went on to Zhou Ziang. Only the bill knows it, as two rows of the same second."""

UNREADABLE_TIME = {"05-31 21:14:06": "昨天 21:14"}
"""Times that the phone's table shows in words: the table alone cannot say when that call was."""

SPELLINGS = {
    "c3": (
        "+8617050000313",
        "17050000313",
        "17050000313",
        "0086-17050000313",
        "17050000313",
        "17050000313",
        "170-5000-0313",
    ),
    "cl": ("0755-20000316", "075520000316", "0755-20000316"),
    "ma": ("+86 139 0000 2216", "13900002216", "13900002216", "13900002216", "13900002216"),
    "c7": ("17050000317", "17050000317", "17050000317", "8617050000317"),
    "dentist": ("0755-20000820",),
    "homes": ("(0755)20000991",),
}
"""How the phone's table writes a number, in turn: the same number comes in several spellings."""
