"""Writes the sample exports of carriers and telephone systems. Everybody and everything in them is invented.

    python -m tests.make_carrier_samples

Their expected reading is written by ``python -m tests.golden generate`` and then looked at by a person. A workbook that
exists is left alone, see `tests.make_table_samples`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from tests.make_table_samples import FOLDER, settings, text, xls, xlsx

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
                [17700000001.0, "95588", "国内", "天津", dt.datetime(2026, 3, 1, 9, 0), 33.0, 0.1],
                ["17050000901", 17700000001.0, "国内", "天津", dt.datetime(2026, 3, 1, 9, 5), 0.0, 0.0],
                ["17050000902", 17700000001.0, "国内", "天津", dt.datetime(2026, 3, 1, 9, 6), 61.0, 0.0],
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
        folder / "verizon.csv",
        "Date,Time,Number,Origination,Destination,Min.,Airtime Charges,Long Dist/Other Charges,Total\n"
        '02/03/2026,9:47 AM,202-555-0143,"Hilo, HI","Incoming, CL",2,0.00,0.00,0.00\n'
        '02/03/2026,11:59 PM,202-555-0144,"Hilo, HI","Kona, HI",1,0.00,0.00,0.00\n',
        "utf-8",
    )
    settings(folder / "verizon.csv", US)
    text(
        folder / "european bill.csv",
        "Date;Time;Number;Duration;Type;Cost\n02/03/2026;09:47:05;+33639980143;00:01:05;Outgoing;0,15\n"
        "13/03/2026;23:59:59;+33639980144;00:00:12;Outgoing;0,20\nTotal;;;00:01:17;;0,35\n",
        "utf-8",
    )
    settings(folder / "european bill.csv", '{"region": "FR", "zone": "Europe/Paris"}')
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


def t_mobile_us(folder: Path) -> None:
    """Calls in two headings, and messages."""
    text(
        folder / "calls.csv",
        'Date Time,Number,"Destination",Minutes,Type\n02/18/2026 09:47 AM,(202) 555-0143,"HILO, HI",1 Min,--\n'
        "02/18/2026 09:55 PM,(202) 555-0144,Incoming,3 Min,Wi-Fi call\n",
        "utf-8",
    )
    text(
        folder / "only outgoing calls.csv",
        'Date Time,Number,"Destination",Minutes,Type\n02/03/2026 09:47 AM,(202) 555-0143,"HILO, HI",1 Min,--\n',
        "utf-8",
    )
    text(
        folder / "older calls.csv",
        'Date,Time,Destination,Number,Minutes,Type\n02/03/2016,9:47 AM,"HILO, HI",202-555-0143,1,T-Mobile to T-Mobile\n'
        "02/04/2016,11:59 PM,Incoming,202-555-0144,12,Call Waiting\n",
        "utf-8",
    )
    text(
        folder / "messages.csv",
        "Date Time,Number,Destination,Direction,Type\n02/18/2026 09:47 AM,(202) 555-0143,,Incoming,Text\n"
        "02/18/2026 09:48 AM,(202) 555-0143,,Outgoing,Picture\n",
        "utf-8",
    )
    for path in folder.glob("*.csv"):
        if not path.name.endswith((".events.csv", ".problems.csv")):
            settings(path, US)


def att_wireless(folder: Path) -> None:
    """Blocks of calls, roaming and messages of two lines."""
    text(
        folder / "two lines.csv",
        "\n\nAT&T Wireless\n\nWireless number,202-555-0101\n\nCall Details\n"
        "Item,Day,Date,Time,Number Called,Call To,Min,Rate Code,Rate Pd,Feature,Airtime Charge,LD/Add'l Charge,Total Charge\n"
        "1,SAT,03/02/2013,9:47AM,202-555-0143,INCOMING CL,2,MM,DT,,0.00,0.00,0.00\n"
        "2,SUN,03/03/2013,11:59PM,202-555-0144,HILO HI,1,MM,NW,,0.00,0.00,0.00\n"
        "3,SUN,03/03/2013,late,202-555-0144,HILO HI,1,MM,NW,,0.00,0.00,0.00\n"
        ",,,,,Subtotal,3,,,,0.00,0.00,0.00\n\n\n"
        "AT&T Wireless\n\nWireless number,202-555-0102\n\n"
        "Item,Day,Date,Time,Call To,Min,Total Charge\n1,Monday,03/04/2013,8:00AM,202-555-0145,4,0.79\nTotal,,,,,4,0.79\n\n"
        "AT&T Wireless\n\nWireless number,202-555-0102\n\n"
        "Item,Day,Date,Time,To/From,Type,Msg/KB,Rate Code,Rate Pd,Feature,In/Out,Total Charge\n"
        "1,MON,03/04/2013,8:01AM,202-555-0146,Text Message,1 Msg,SM,AT,,In,0.00\n"
        "2,MON,03/04/2013,8:02AM,202-555-0146,Multimedia,1 Msg,SM,AT,,Sent,0.00\n"
        "3,MON,03/04/2013,8:03AM,Data,Data Transfer,12 KB,SM,AT,,In,0.00\n"
        "Total,,,,,,,,,,,0.00\n",
        "utf-8",
    )
    settings(folder / "two lines.csv", US)


def asterisk(folder: Path) -> None:
    """Master.csv with and without the columns behind amaflags."""
    last = ',"2026-03-08 09:12:33","2026-03-08 09:12:40","2026-03-08 09:13:40",67,60,"ANSWERED","DOCUMENTATION","1772932353.1",""\n'
    text(
        folder / "Master.csv",
        '"","17050000901","2000316","from-trunk","""Li"" <17050000901>","SIP/trunk-01","SIP/100-02","Dial","SIP/100,20"'
        + last
        + '"","17050000901","2000316","from-trunk","""Li, Ming"" <17050000901>","SIP/trunk-03","SIP/100-04","Dial","SIP/100,20",'
        '"2026-03-08 09:20:00","","2026-03-08 09:20:20",20,0,"NO ANSWER","DOCUMENTATION","1772932800.3",""\n'
        '"","2000316","17050000902","from-internal","""100"" <2000316>","SIP/100-05","SIP/trunk-06","Dial","SIP/trunk/17050000902",'
        '"2026-03-08 10:20:00","","2026-03-08 10:20:05",5,0,"BUSY","DOCUMENTATION","1772936400.5",""\n'
        '"","anonymous","2000316","from-trunk","anonymous","SIP/trunk-07","SIP/100-08","Dial","SIP/100,20",'
        '"2026-03-08 11:20:00","","2026-03-08 11:20:05",5,0,"FAILED","DOCUMENTATION","1772940000.7",""\n',
        "utf-8",
    )
    text(
        folder / "several extensions.csv",
        "".join(
            f'"","1705000090{i}","{100 + i}","from-trunk","x","SIP/trunk-1","SIP/{100 + i}-2","Dial","SIP/{100 + i}",'
            f'"2026-03-08 0{i}:12:33","2026-03-08 0{i}:12:40","2026-03-08 0{i}:13:40",67,60,"ANSWERED","3"\n'
            for i in range(1, 4)
        ),
        "utf-8",
    )


def avaya(folder: Path) -> None:
    """Lines of SMDR: answered, lost, dialled."""
    text(
        folder / "smdr.csv",
        "2026/03/08 09:12:33,00:01:00,7,17050000901,I,2000316,2000316,,0,1000014,0,E316,Extn316,T9001,Line 1.1,0,0\n"
        "2026/03/08 09:20:00,00:00:00,20,17050000901,I,2000316,2000316,,0,1000015,0,E316,Extn316,T9001,Line 1.1,0,0\n"
        "2026/03/08 09:25:00,00:00:00,20,,I,2000316,2000316,,0,1000016,0,E316,Extn316,T9001,Line 1.1,0,0\n"
        "2026/03/08 10:20:00,00:00:09,5,316,O,17050000901,917050000901,,0,1000017,0,E316,Extn316,T9001,Line 1.1,0,0\n"
        "2026/03/08 10:30:00,00:00:00,5,316,O,17050000901,917050000901,,0,1000018,0,E316,Extn316,T9001,Line 1.1,0,0\n",
        "utf-8",
    )


def threecx(folder: Path) -> None:
    """Lines of cdr.log."""
    day = "2026/03/08"
    end = (
        ",ReplacedDst,101,Ext.101,,,,,Chain: 17050000901;Ext.100,LineSet,Extension,Extension,Li,Reception,Reception,\n"
    )
    text(
        folder / "cdr.log",
        f"Call 5,00000155A9B1D3A2_3,00:00:12,{day} 09:12:33,{day} 09:12:40,{day} 09:12:52,TerminatedByDst,"
        f"17050000901,Ext.100,Ext.10000,Ext.100,2000316{end}"
        f"Call 6,00000155A9B1D3A2_4,00:00:00,{day} 09:20:00,,{day} 09:20:20,TerminatedBySrc,"
        f"17050000901,Ext.100,Ext.10000,Ext.100,2000316{end}"
        f"Call 7,00000155A9B1D3A2_5,00:00:12,{day} 10:12:33,{day} 10:12:40,{day} 10:12:52,TerminatedBySrc,"
        f"Ext.100,17050000902,Ext.100,Ext.10000,17050000902{end}",
        "utf-8",
    )


def twilio(folder: Path) -> None:
    """Calls, where one caller stands in nearly every row, and messages."""
    text(
        folder / "calls.csv",
        "sid,from,to,direction,status,start_time,end_time,duration,forwarded_from\n"
        "CA1,+12025550143,+12025550101,inbound,completed,2026-03-08T01:12:33Z,2026-03-08T01:13:33Z,60,\n"
        "CA2,+12025550143,+12025550102,inbound,no-answer,2026-03-08T01:15:00Z,2026-03-08T01:15:20Z,0,\n"
        "CA3,+12025550143,+12025550102,inbound,busy,2026-03-08T01:16:00Z,2026-03-08T01:16:20Z,0,\n"
        "CA4,+12025550101,+12025550143,outbound-api,completed,2026-03-08T01:20:00Z,2026-03-08T01:20:07Z,7,\n"
        "CA5,+12025550101,+12025550143,outbound-dial,canceled,2026-03-08T01:25:00Z,2026-03-08T01:25:07Z,0,\n",
        "utf-8",
    )
    text(
        folder / "messages.csv",
        "sid,from,to,body,direction,status,date_sent\n"
        'SM1,+12025550143,+12025550101,"Pay today, or else",inbound,received,"Sun, 08 Mar 2026 01:12:33 +0000"\n'
        'SM2,+12025550101,+12025550143,Stop writing,outbound-api,delivered,"Sun, 08 Mar 2026 01:15:33 +0000"\n'
        'SM3,+12025550101,+12025550143,Stop,outbound-api,failed,"Sun, 08 Mar 2026 01:16:33 +0000"\n',
        "utf-8",
    )
    for name in ("calls.csv", "messages.csv"):
        settings(folder / name, US)


def didww(folder: Path) -> None:
    """Calls to a rented number."""
    text(
        folder / "inbound.csv",
        "Date/Time Start (UTC),Date/Time Connect (UTC),Date/Time End (UTC),Source,DID,Destination,Duration (secs),"
        "Disconnect Initiator,Disconnect Code\n"
        "2026-03-08 01:12:33,2026-03-08 01:12:40,2026-03-08 01:12:52,17050000901,862120000316,sip:a@example.org,12,caller,200\n"
        "2026-03-08 01:15:00,,2026-03-08 01:15:20,17050000901,862120000316,sip:a@example.org,0,caller,487\n",
        "utf-8",
    )


def bt(folder: Path) -> None:
    """Itemised calls, clocks going forward among them."""
    text(
        folder / "itemised.csv",
        "Charge Code,Installation No,Line No,Charge Card No,Date,Time,Destination,Called No,Duration,Txt Direct Rebate,Cost\n"
        "A1,02079460001,02079460001,,02/03/2026,09:47:00,London,02079460143,00:01:05,,0.10\n"
        "A1,02079460001,02079460001,,30/03/2026,23:59:59,Mobile,07700900143,00:00:12,,0.20\n",
        "utf-8",
    )
    settings(folder / "itemised.csv", '{"region": "GB", "zone": "Europe/London"}')


def indian_call_records(folder: Path) -> None:
    """Calls and messages of one line."""
    text(
        folder / "line.csv",
        "Target No,Call Type,TOC,B Party No,LRN No,Call Date,Call Initiation Time,Call Duration,First BTS Location,"
        "First Cell Global Id,IMEI,IMSI\n"
        "919000000001,CALL_IN,PRE,917000000901,,02/03/2026,09:47:00,65,Somewhere,404-00-1-1,1,2\n"
        "919000000001,CALL_OUT,PRE,917000000902,,02/03/2026,10:47:00,5,Somewhere,404-00-1-1,1,2\n"
        "919000000001,SMS_IN,PRE,AD-LENDER,,03/03/2026,11:47:00,0,Somewhere,404-00-1-1,1,2\n"
        "919000000001,SMS_OUT,PRE,917000000901,,03/03/2026,12:47:00,0,Somewhere,404-00-1-1,1,2\n",
        "utf-8",
    )
    settings(folder / "line.csv", '{"region": "IN", "zone": "Asia/Kolkata"}')


def bandicoot(folder: Path) -> None:
    """Its own format, and that of Orange."""
    text(
        folder / "own.csv",
        "interaction,direction,correspondent_id,datetime,call_duration,antenna_id\n"
        "call,in,17050000901,2026-03-08 09:12:33,60,1\ntext,out,17050000901,2026-03-08 09:20:00,,1\n"
        "call,in,17050000901,2026-03-08 09:30:00,0,1\n",
        "utf-8",
    )
    text(
        folder / "orange.csv",
        "2;11;13900000001;17050000901;2026-03-08 09:12:33;60;2.35;48.85\n1;22;13900000001;17050000901;2026-03-08 09:20:00;;2.35;48.85\n"
        "2;21;13900000001;1069000009010;2026-03-08 09:30:00;0;2.35;48.85\n1;11;13900000001;17050000901;2026-03-08 09:40:00;5;2.35;48.85\n",
        "utf-8",
    )


def iexplorer(folder: Path) -> None:
    """Call history."""
    text(
        folder / "call history.csv",
        '"Contact","Number","Date","Duration","Call Type","Unformatted Number","Number Geo Description"\n'
        '"Li, Ming","170 5000 0901","2026-03-08 09:12:33","1:43","Incoming","+8617050000901","China"\n'
        '"","170 5000 0901","2026-03-08 09:20:00","0:00","Missed","+8617050000901","China"\n'
        '"","95588","2026-03-08 09:25:00","0:07","Outgoing","95588",""\n',
        "utf-8",
    )


def imazing_2(folder: Path) -> None:
    """Calls without heading, day before month."""
    text(
        folder / "calls.csv",
        "Incoming,02/06/17 09:45,00:01:43,+46701740605,Li\nOutgoing,03/06/17 10:45,00:00:07,+46701740606,\n"
        "Missed,04/06/17 23:45,00:00:00,,\n",
        "utf-8",
    )
    settings(folder / "calls.csv", '{"region": "SE", "zone": "Europe/Stockholm"}')


def log_export(folder: Path) -> None:
    """Log of calls and messages, month before day."""
    text(
        folder / "log.csv",
        'Date,"Time","Type","RemoteParty","Direction","DurationType","Duration","Status","Subject","Number"\n'
        '03/08/2011,"09:12:33","Voice call","Li","Incoming","Talk","60","","","+8617050000901"\n'
        '03/08/2011,"09:20:00","Voice call","","Missed call","","0","","","+8617050000901"\n'
        '03/09/2011,"09:20:00","Voice call","Li","Outgoing","Talk","5","","","+8617050000901"\n'
        '03/09/2011,"10:20:00","Short message","","Incoming","","","Delivered","Pay today","+8617050000901"\n',
        "utf-8",
    )


WRITERS: tuple[Callable[[Path], None], ...] = (
    china_unicom, china_telecom, china_mobile, call_records, table, t_mobile_us, att_wireless, asterisk, avaya, threecx, twilio, didww,
    bt, indian_call_records, bandicoot, iexplorer, imazing_2, log_export,
)  # fmt: skip

if __name__ == "__main__":
    for write in WRITERS:
        (FOLDER / write.__name__).mkdir(parents=True, exist_ok=True)
        write(FOLDER / write.__name__)
