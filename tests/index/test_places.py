import pytest

from index import places
from index.whereabouts import about, named_in_report


def labels(text):
    return [place.label for _, place in places.found(text)]


def names(text):
    return [place.name for _, place in named_in_report(text)]


def test_full_and_short_names_with_their_upper_divisions():
    assert labels("丽水市遂昌县与松阳") == ["浙江省丽水市", "浙江省丽水市遂昌县", "浙江省丽水市松阳县"]


def test_a_shared_name_needs_its_city():
    # Four cities have a 鼓楼区; alone it stands for none of them.
    assert labels("鼓楼区的经济") == []
    assert labels("南京市鼓楼区")[-1] == "江苏省南京市鼓楼区"
    assert labels("北京市朝阳区")[-1] == "北京市朝阳区"
    assert labels("辽宁省朝阳市") == ["辽宁省", "辽宁省朝阳市"]
    # Any airport has an eastern part; 攀枝花 has a district of that name.
    assert labels("机场东区货站") == []
    assert labels("攀枝花市东区")[-1] == "四川省攀枝花市东区"


def test_a_name_shared_by_city_and_county_means_the_city_until_the_county_is_named():
    assert labels("楚雄的工业") == ["云南省楚雄彝族自治州"]
    assert labels("楚雄彝族自治州楚雄市") == ["云南省楚雄彝族自治州", "云南省楚雄彝族自治州楚雄市"]


@pytest.mark.parametrize(
    "text",
    ["武汉大学", "北京证券交易所", "浙江日报客户端", "杭州湾", "金沙江路站", "长沙镇的村民", "南京理工大学"],
)
def test_institutions_roads_and_towns_are_no_places(text):
    assert labels(f"遂昌县与{text}") == ["浙江省丽水市遂昌县"]


def test_the_better_of_two_overlapping_names():
    # 开福 is the short form of a district of 长沙.
    assert labels("召开福建省会议") == ["福建省"]
    assert labels("召开福建会议") == ["福建省"]


@pytest.mark.parametrize(
    "text",
    [
        "云梦县走共同富裕之路。",  # 富裕县
        "云梦县的创新和环境、财政和企业。",  # 新和县, 政和县
        "云梦县的新源动力和大田西瓜，摊在廊道里。",  # 新源县, 大田县, 道里区
        "云梦县的新乡贤和养鸭人，山南麓日照长。",  # 新乡市, 山南市, 日照市
        "云梦县和县农业局说，城区和郊区都好。",  # 和县
    ],
)
def test_everyday_words_in_running_text_are_no_counties(text):
    assert names(text) == ["云梦县"]


def test_short_forms_count_with_evidence():
    # By the full name elsewhere, by the division right before, by the city named elsewhere.
    assert names("富裕县在北方。富裕的农民多。") == ["富裕县", "富裕县"]
    assert names("产自湖北蕲春，销往各地。") == ["湖北省", "蕲春县"]
    assert names("岳阳市发文。临湘带头。") == ["岳阳市", "临湘市"]
    # By standing in a row of three.
    assert names("供水惠及惠水、平塘、罗甸3个县。") == ["惠水县", "平塘县", "罗甸县"]


def test_a_word_that_runs_over_the_edge_of_a_name():
    # 平衡 stands twice elsewhere, so 衡水 in 平衡水平 is no place though 衡水市 has a county here.
    text = "枣强县讲平衡。平衡要紧。{}提高。"
    assert names(text.format("平衡水平")) == ["枣强县"]
    assert names(text.format("衡水")) == ["枣强县", "衡水市"]


def test_firms_and_datelines_are_no_evidence():
    assert names("中新网昆明8月11日电 会泽县开工。上海某某智能科技有限公司承建。") == ["会泽县"]


def test_what_a_report_is_about():
    def main(text, title=""):
        place, _ = about(title, text, bool(title))
        return place.name if place else None

    # The city before its county is an address; the county is meant.
    assert main("洛阳市伊川县种谷子，伊川县丰收。洛阳市肯定。") == "伊川县"
    # Three counties of one city, none with half of the weight: the city; of three cities: the province.
    assert main("石峰区、天元区、渌口区各有项目。") == "株洲市"
    assert main("长沙市、岳阳市、衡阳市各有项目。") == "湖南省"
    assert main("连江县有平台，福建省支持。我省首创，我省推广。") == "福建省"
    assert main("临湘市出口浮标。", "醴陵陶瓷：醴陵市出海") == "醴陵市"
    assert main("一句没有地方的话。") is None


def test_own_words_mean_the_reports_own_divisions():
    county, city, municipal = (places.divisions()[code] for code in ("420923", "4206", "310114"))
    assert places.own("全县", county).name == "云梦县"
    assert places.own("全市", county).name == "孝感市"  # 增速位居全市第一
    assert places.own("我省", county).name == "湖北省"
    assert places.own("我市", city).name == "襄阳市"
    assert places.own("全区", municipal).name == "嘉定区"
    assert places.own("全市", municipal).name == "上海市"
    assert (
        places.own("全市", places.divisions()["429005"]).name == "潜江市"
    )  # a city at the level of a county
    assert places.own("全国", county) == places.NATION
    assert places.own("全县", city) is None and places.own("大会", county) is None
    assert places.own("全省", places.NATION) is None


def test_containment_by_code():
    assert places.within("331123", "3311") and places.related("33", "331123")
    assert not places.related("331123", "331124")
    assert not places.within(places.NATION.code, "33")


def test_short_names_drop_suffix_and_peoples():
    assert [places.short_name(n) for n in ("遂昌县", "甘南藏族自治州", "门源回族自治县", "眉县")] == [
        "遂昌",
        "甘南",
        "门源",
        "眉县",
    ]


@pytest.mark.parametrize(
    "word",
    "朝阳 和平 新华 城关 通道 平安 同心 安居 大方 东方 高明".split(),
)
def test_words_of_every_day_name_no_place_in_a_question(word):
    assert labels(f"{word}有多少？") == []


def test_everyday_words_name_their_place_with_its_suffix():
    assert labels("同心县和东方市") == ["宁夏回族自治区吴忠市同心县", "海南省东方市"]
    # Not 道县 and 和县, which stand in them.
    assert labels("通道县和民和县") == ["湖南省怀化市通道侗族自治县", "青海省海东市民和回族土族自治县"]


def test_districts_that_are_called_by_less_than_their_name_without_suffix():
    assert labels("嘉定和浦东") == ["上海市嘉定区", "上海市浦东新区"]
    assert labels("神农架的旅游") == ["湖北省神农架林区"]
    assert labels("兰州新区，兰州新区与兰州")[-1] == "甘肃省兰州市"  # a zone lends its city no name


def test_short_forms_that_may_be_words():
    place = places.divisions().__getitem__
    assert places.wordy("石狮", place("350581")) and places.wordy("日照", place("3711"))
    assert not places.wordy("杭州", place("3301")) and not places.wordy("福建", place("35"))


def test_the_nearest_places():
    place = places.divisions().__getitem__
    there = [place(code) for code in ("420923", "331124", "33", "331123", "360827", "331124")] + [
        places.NATION
    ]
    # Of 丽水 as 龙泉市 is; the province above it; 云梦县 and 遂川县 are neither.
    assert [one.name for one in places.nearest(place("331181"), there)] == ["松阳县", "遂昌县", "浙江省"]
    assert [one.name for one in places.nearest(place("331181"), there, 1)] == ["松阳县"]
    # 遂川 sounds like 遂昌, whatever the province.
    assert [one.name for one in places.nearest(place("360827"), [place("331124"), place("331123")])] == [
        "遂昌县"
    ]
    # A city: its own counties.
    assert [one.name for one in places.nearest(place("4209"), there)] == ["云梦县"]
    # 云和县 is of 丽水; 云梦县 only begins as it does, and 云南省 is no county.
    near = places.nearest(place("331125"), [place("53"), place("420923"), place("331123")])
    assert [one.name for one in near] == ["遂昌县", "云梦县"]
    assert places.nearest(place("350581"), there) == []


def test_a_better_name_that_is_none_itself_hides_nothing():
    # 山东 is no province where 东区 follows; no town of this text has an 东区.
    assert labels("萧山东区的机场") == ["浙江省杭州市萧山区"]


def test_a_place_before_hedong_is_no_river():
    assert labels("甘州河东水厂") == ["甘肃省张掖市甘州区"]
    assert labels("甘州河东岸的水厂") == []


def test_a_lake_alone_is_no_district():
    assert labels("遂昌县的东湖国际酒店") == ["浙江省丽水市遂昌县"]
    assert labels("南昌市东湖区") == ["江西省南昌市", "江西省南昌市东湖区"]


@pytest.mark.parametrize(
    ("text", "counties"),
    [
        ("大东区和新民谁的增速高", ["大东区", "新民市"]),  # of the same city
        ("凤凰和保靖，哪个县森林多", ["凤凰县", "保靖县"]),
        ("慈利、公安和松滋", ["慈利县", "公安县", "松滋市"]),
        ("大东、新民、和平三地", ["大东区", "新民市", "和平区"]),
        ("沈阳和平安保险", ["沈阳市"]),
        ("遂昌与合作的单位", ["遂昌县"]),  # 合作 is a town of another province
        ("新民的增速高", []),
    ],
)
def test_a_word_of_every_day_is_a_place_beside_another_of_its_city_or_province(text, counties):
    assert [place.name for _, place in places.found(text)] == counties


def test_a_conjunction_behind_a_place_begins_no_name():
    found = places.found("顺昌和政和哪个更高，和政县呢")
    assert [place.name for _, place in found] == ["顺昌县", "政和县", "和政县"]


def test_a_mountain_that_bears_a_countys_name_is_no_county():
    assert not places.found("莲花山的门票卖得好，莲花山景区也大。")
    assert [place.name for _, place in places.found("莲花县山多，霍山的茶、黄山和松阳山歌")] == [
        "莲花县",
        "霍山县",
        "黄山市",
        "松阳县",
    ]


def test_two_everyday_words_in_a_row_are_counties_of_one_city():
    assert labels("光山跟商城，谁的油茶多") == ["河南省信阳市光山县", "河南省信阳市商城县"]
    assert labels("2024年光山、商城两个县") == ["河南省信阳市光山县", "河南省信阳市商城县"]
    assert labels("青山和绿水") == labels("和平与团结") == []
    assert places.in_full("光山和商城谁多") == "光山县和商城县谁多"


def test_words_that_only_hold_a_name():
    assert labels("城镇平均调查失业率") == [] and labels("镇平县") == ["河南省南阳市镇平县"]
    assert labels("新县城建成了") == [] and labels("新县有多少万亩油茶") == ["河南省信阳市新县"]
    assert labels("兰州新建的物流中心") == ["甘肃省兰州市"]
    assert labels("发展现代县域经济") == [] and labels("代县有多少人") == ["山西省忻州市代县"]
