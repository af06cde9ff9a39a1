"""Writes the sample exports of carriers and telephone systems. Everybody and everything in them is invented.

    python -m tests.make_carrier_samples

Their expected reading is written by ``python -m tests.golden generate`` and then looked at by a person. A workbook that
exists is left alone, see `tests.make_table_samples`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from tests.make_table_samples import FOLDER, text, xls, xlsx

US = '{"region": "US", "zone": "America/New_York"}'

UNICOM = "序号 业务类型 通话起始时间 通话时长 呼叫类型 对方号码 通话地点 通话类型 通话费 其他费 小计".split()  # noqa: SIM905


def rows(content: str, separator: str = ",") -> list[list[str]]:
    """Cells of a table written as text."""
    return [line.split(separator) for line in content.strip().splitlines()]


def china_unicom(folder: Path) -> None:
    """Workbooks by month, with and without what their owners took out, and fields of the web page."""
    xls(
        folder / "2026年03月语音通信.xls",
        {
            "2026年03月语音通信": [
                UNICOM,
                *rows(
                    "1,语音电话,2026-03-20 16:42:07,18秒,被叫,00866636620901,0663,省内通话,0.00,0.00,0.00\n"
                    "2,语音电话,2026-03-21 10:31:19,2分06秒,主叫,17050000901,010,省际长途,0.00,0.00,0.00\n"
                    "3,语音电话,2026-03-21 10:31:20,5秒,呼转,***,010,国内通话,0.00,0.00,0.00"
                ),
            ]
        },
    )
    xls(
        folder / "numbers blotted out.xls",
        {
            "2017年03月语音通信": rows(
                "序号,业务类型,通话起始时间,通话时长,呼叫类型,对方号码,通话类型,通话费,其他费,小计\n"
                "1,语音电话,2017-03-07 15:20:55,43秒,主叫,***,国内通话,0.00,0.00,0.00\n"
                "2,语音电话,2017-03-08 09:01:02,1小时0分3秒,被叫,***,国内通话,0.00,0.00,0.00"
            )
        },
    )
    xlsx(
        folder / "summary above.xlsx",
        {
            "客户信息": rows("客户名称:,测试人\n手机号码:,18600000001\n查询时间:,2026-04-02 10:00:00"),
            "通话详单(202603)": [
                ["通话时长:", "3分4秒"],
                ["费用合计:", "0.15"],
                [],
                ["查询月份:202603 手机号码:18600000001"],
                UNICOM,
                *rows(
                    "1,语音电话,2026-03-01 08:00:00,00:02:11,主叫,17050000901,上海,国内通话,0.15,0.00,0.15\n"
                    "2,语音电话,2026-03-01 22:30:05,00:00:53,被叫,008601052000901,上海,国内通话,0.00,0.00,0.00"
                ),
            ],
            "上网流量(202603)": rows(
                "序号,计费类型,是否定向,起始时间,上行流量,下行流量,通信地点,费用\n1,4G上网,否,2026-03-01 08:00:00,1.2,3.4,上海,0.00"
            ),
        },
    )
    text(
        folder / "three rows above.csv",
        "中国联通通话详单,,,,,,,,,,\n号码：18600000001,,,,,,,,,,\n"
        + ",".join(UNICOM)
        + "\n1,语音电话,2026-03-01 08:00:00,00:02:11,主叫,17050000901,上海,国内通话,0.15,0.00,0.15\n"
        "2,视频电话,2026-03-02 08:00:00,00:00:05,被叫,17050000902,上海,国内通话,0.00,0.00,0.00\n"
        "合计,,,00:02:16,,,,,0.15,0.00,0.15\n",
        "gb18030",
    )
    text(
        folder / "fields of the page.csv",
        "calldate,calltime,calllonghour,othernum,homeareaName,calltypeName,landtype,totalfee\n"
        "2017-11-01,20:17:05,1分23秒,17050000901,吉林,被叫,本地通话,0.00\n"
        "2017-11-01,20:17:-0,3秒,17050000901,吉林,主叫,本地通话,0.15\n"
        "2017-11-02,09:00:00,12秒,10010,吉林,呼转,本地通话,0.00\n",
        "utf-8",
    )
    text(
        folder / "fields of hubei.csv",
        "calldateformat,calltimeformat,othernumber,calllonghour,eparchyname,voicetype,calltypename\n"
        "2017-11-01,20:17:05,17050000901,83,武汉,本地,-被叫\n2017-11-01,21:17:05,17050000902,3,武汉,本地,-主叫\n",
        "utf-8",
    )
    text(
        folder / "fields of messages.csv",
        "smsdate,smstime,amount,businesstype,othernum\n2017-11-01,20:17:05,0.00,2,1069000009010\n"
        "2017-11-01,20:18:05,0.10,1,17050000901\n",
        "utf-8",
    )


def china_telecom(folder: Path) -> None:
    """Provinces of China Telecom."""
    xlsx(
        folder / "tianjin.xlsx",
        {
            "详单": [
                ["主叫号码", "被叫号码", "呼叫类型", "地点", "起始时间", "通话时长（秒）", "费用（元）"],
                [17700000001.0, "95588", "国内", "天津", dt.datetime(2026, 3, 1, 9, 0), 33.0, 0.1],  # noqa: DTZ001
                ["17050000901", 17700000001.0, "国内", "天津", dt.datetime(2026, 3, 1, 9, 5), 0.0, 0.0],  # noqa: DTZ001
                ["17050000902", 17700000001.0, "国内", "天津", dt.datetime(2026, 3, 1, 9, 6), 61.0, 0.0],  # noqa: DTZ001
                ["合计", "", "", "", "", 94.0, 0.1],
            ]
        },
    )
    text(
        folder / "chongqing.csv",
        "对方号码,呼叫类型,起始时间,通话时长（秒）,通话类型,使用地点,费用（元）\n"
        "17050000901,被叫,2026-03-01 09:00:00,12,本地,重庆,0.00\n合计,,2026-03-31 00:00:00,12,,,0.00\n",
        "gb18030",
    )
    text(
        folder / "yunnan.txt",
        "语音详单查询\n手机号码：17700000001\n\n"
        "通话类型：本地\n呼叫类型：被叫\n主叫号码：17050000901\n被叫号码：17700000001\n主叫位置：昆明\n被叫位置：昆明\n"
        "通话开始时间：2017-11-01-09:00:00\n通话时长：33\n基本/漫游费：0.00\n\n"
        "通话类型：本地\n呼叫类型：主叫\n主叫号码：17700000001\n被叫号码：10000\n主叫位置：昆明\n被叫位置：\n"
        "通话开始时间：2017-11-01-10:00:00\n通话时长：5\n基本/漫游费：0.10\n\n"
        "通话类型：本地\n呼叫类型：被叫\n主叫号码：17050000902\n被叫号码：17700000001\n主叫位置：\n被叫位置：昆明\n"
        "通话开始时间：不详\n通话时长：5\n基本/漫游费：0.10\n上一页 下一页\n",
        "utf-8",
    )
    text(
        folder / "fields of shanghai.csv",
        "beginTime,callType,longDistanceType,callingPartyVisitedCity,calledPartyVisitedCity,targetParty,callDuriation\n"
        "2017-11-01 09:00:00,被叫,本地,上海,上海,17050000901,00:00:33\n2017-11-01 10:00:00,主叫,本地,上海,,95588,00:01:01\n",
        "utf-8",
    )
    text(
        folder / "fields of jiangsu.csv",
        "startDateNew,startTimeNew,ticketTypeNew,durationType,areaCode,nbr\n"
        "2017-11-01,09:00:00,被叫,00:00:33,025,17050000901\n2017-11-01,09:30:00,主叫,00:01:01,025,95588\n",
        "utf-8",
    )
    text(
        folder / "fields of sichuan.csv",
        "START_TIME,CALL_TYPE,BILLING_AREA,OTHERPHONE,TIMELONG\n2017-11-01 09:00:00,被叫,成都,17050000901,33\n"
        "2017-11-01 10:00:00,主叫,成都,95588,61\n",
        "utf-8",
    )
    text(
        folder / "fields of shandong.csv",
        "startTime,callType,calledNbr,callingNbr,eventType,position,duration\n"
        "2017-11-01 09:00:00,被叫,17700000001,17050000901,本地,济南,33\n"
        "2017-11-01 10:00:00,主叫,95588,17700000001,本地,济南,61\n",
        "utf-8",
    )


def china_mobile(folder: Path) -> None:
    """Days in rows of their own, and fields of the web pages."""
    xls(
        folder / "days above rows.xls",
        {
            "通话详单": [
                ["手机号码：13900000001 查询时段：2017-11-01--2017-11-30"],
                ["起始时间", "通信地点", "通信方式", "对方号码", "通信时长", "通信类型", "套餐优惠", "实收通信费"],
                ["2017-11-01"],
                *rows(
                    "03:39:57,北京,主叫,10086,1分钟58秒,国内异地主叫,,0.00\n03:50:00,北京,被叫,17050000901,7秒,国内被叫,,0.00"
                ),
                ["2017-11-02"],
                *rows("23:59:59,沈阳,被叫,17050000901,1分钟0秒,国内被叫,,0.00"),
                ["合计", "", "", "", "", "", "", "0.00"],
            ]
        },
    )
    text(
        folder / "fields of voice.csv",
        "startTime,commPlac,commMode,anotherNm,commTime,commType,mealFavorable,commFee\n"
        "2017-11-01 09:00:00,北京,被叫,17050000901,2分3秒,国内被叫,,0.00\n"
        "2017-11-01 10:00:00,北京,无条件及不可及呼叫转移被叫,17050000901,0秒,,,0.00\n",
        "utf-8",
    )
    text(
        folder / "fields of messages.csv",
        "startTime,commPlac,anotherNm,commMode,infoType,busiName,meal,commFee\n"
        "2017-11-01 09:00:00,内地,1069000009010,接收,短信,点对点短信,,0.00\n"
        "2017-11-01 10:00:00,内地,17050000901,发送,彩信,点对点彩信,,0.10\n",
        "utf-8",
    )
    text(
        folder / "fields of guangdong.csv",
        "查询时段：2017-12-01--2017-12-31,,,,,,,\ntime,period,contnum,place,becall,conttype,chargefee,taocantype\n"
        "12-08 10:24:03,11秒,17050000901,深圳,被叫,本地,0.00,\n12-08 11:24:03,1分11秒,10086,深圳,主叫,本地,0.00,\n",
        "utf-8",
    )
    text(
        folder / "fields of jiangsu.csv",
        "startTime,callDuration,otherParty,visitArear,statusType,roamType,realCfee,realLfee\n"
        "2017-11-01 09:00:00,00:00:33,17050000901,南京,被叫,本地,0.00,0.00\n",
        "utf-8",
    )
    text(
        folder / "fields of sichuan.csv",
        "otherParty,startDate,trafficWay,callClass,callPlace,duration\n17050000901,2017-11-01 09:00:00,被叫,本地,成都,00:00:33\n",
        "utf-8",
    )
    text(
        folder / "fields of yunnan.csv",
        "otherParty,callType,visitAreaCode,startTime,longType,callTime\n17050000901,被叫,0871,2017-11-01 09:00:00,本地,33秒\n",
        "utf-8",
    )


def call_records(folder: Path) -> None:
    """Tables of crawlers and of analysis tools."""
    text(
        folder / "crawled calls.csv",
        "sid,call_time,tel,call_tel,call_method,call_from,call_type,call_duration,call_cost\n"
        "1,1509498000,13900000001,17050000901,被叫,北京,本地,33,0\n1,1509501600,13900000001,95588,主叫,北京,本地,0,0\n",
        "utf-8",
    )
    text(
        folder / "crawled messages.csv",
        "sms_time,sms_method,sms_tel,sms_loc,sms_type,sms_fee\n1509498000,接收,1069000009010,北京,短信,0\n"
        "1509501600,发送,17050000901,北京,彩信,0.1\n",
        "utf-8",
    )
    text(
        folder / "lender's calls.csv",
        "call_start_time,call_time,call_other_number,call_type_name,call_cost\n2017-11-01 09:00:00,33,17050000901,被叫,0\n"
        "2017-11-01 10:00:00,61,未知,主叫,未知\n",
        "utf-8",
    )
    text(
        folder / "lender's messages.csv",
        "msg_start_time,msg_other_num,msg_cost\n2017-11-01 09:00:00,1069000009010,0\n",
        "utf-8",
    )
    text(
        folder / "by codes.csv",
        "owner_num,owner_short_num,peer_num,peer_short_num,started_at,ended_at,duration,bill_type,comm_direction,owner_comm_loc,peer_num_attr\n"
        "13900000001,,17050000901,,2017-11-01 09:00:00,2017-11-01 09:00:33,33,1,12,北京,北京\n"
        "13900000001,,17050000901,,2017-11-01 09:30:00,2017-11-01 09:30:05,5,1,11,北京,北京\n"
        "13900000001,,17050000902,,2017-11-01 09:40:00,2017-11-01 09:40:05,5,1,13,北京,北京\n"
        "13900000001,,1069000009010,,2017-11-01 10:00:00,,0,2,22,北京,北京\n"
        "13900000001,,17050000901,,2017-11-01 10:30:00,,0,3,31,北京,北京\n"
        "13900000001,,17050000901,,2017-11-01 10:40:00,,7,1,0,北京,北京\n",
        "utf-8",
    )
    xlsx(
        folder / "by words.xlsx",
        {
            "话单": rows(
                "通联类型,本端号码,对端号码,通话开始/短信发送时间,通话结束时间,通话时长（秒）\n"
                "被叫,13900000001,17050000901,2017-11-01 09:00:00,2017-11-01 09:00:33,33\n"
                "主叫,13900000001,95588,2017-11-01 09:10:00,2017-11-01 09:10:01,1\n"
                "被短,13900000001,1069000009010,2017-11-01 09:20:00,,"
            )
        },
    )


def table(folder: Path) -> None:
    """Bills that no layout is known of: they are read by the words of their headings."""
    xlsx(
        folder / "broadnet.xlsx",
        {
            "语音详单": [
                ["中国广电客户详单"],
                ["客户号码：19200000001 计费周期：2026-03-01至2026-03-31"],
                ["序号", "通话开始时间", "通话方式", "对方号码", "通话时长", "通话地点", "通话类型", "费用（元）"],
                *rows(
                    "1,03-08 09:12:33,被叫,17050000901,33秒,北京,国内,0.00\n2,03-08 10:12:33,主叫,95588,1分2秒,北京,国内,0.10\n"
                    "合计,,,,1分35秒,,,0.10"
                ),
            ]
        },
    )
    text(
        folder / "virtual operator.csv",
        "业务号码：17000000001\n呼叫方式,对端号码,通话日期,通话时间,通话时长(分钟),话费(元)\n"
        "被叫,17050000901,2026-03-08,09:12:33,1,0.00\n主叫,10039,2026-03-08,09:20:00,2,0.30\n",
        "gb18030",
    )
    text(
        folder / "day and time apart.csv",
        "查询时段：2017-12-01--2018-01-31\n日期,时间,通话地点,主被叫,对方号码,通话时长,通话类型\n"
        "12-31,23:59:58,石家庄,被叫,17050000901,33秒,本地\n01-01,00:00:05,石家庄,主叫,10086,1分3秒,本地\n",
        "utf-8",
    )
    text(
        folder / "unicom messages.csv",
        "序号,业务类型,发送时间,对方号码,发送方式,费用\n1,国内短信,2026-03-08 09:12:33,1069000009010,接收,0.00\n"
        "2,国内短信,2026-03-08 09:20:00,17050000901,发送,0.10\n",
        "gb18030",
    )
    text(
        folder / "telecom messages.csv",
        "序号,对方号码,业务类型,发送时间,费用(元)\n1,1069000009010,点对点短信,2026-03-08 09:12:33,0.00\n",
        "gb18030",
    )


WRITERS: tuple[Callable[[Path], None], ...] = (china_unicom, china_telecom, china_mobile, call_records, table)

if __name__ == "__main__":
    for write in WRITERS:
        (FOLDER / write.__name__).mkdir(parents=True, exist_ok=True)
        write(FOLDER / write.__name__)
