from index import places


def labels(text):
    return [place.label for _, place in places.found(text)]


def test_full_and_short_names_with_their_upper_divisions():
    assert labels("丽水市遂昌县与松阳") == ["浙江省丽水市", "浙江省丽水市遂昌县", "浙江省丽水市松阳县"]


def test_a_shared_name_needs_its_city():
    # Four cities have a 鼓楼区; alone it stands for none of them.
    assert labels("鼓楼区的经济") == []
    assert labels("南京市鼓楼区")[-1] == "江苏省南京市鼓楼区"
    assert labels("北京市朝阳区")[-1] == "北京市朝阳区"


def test_a_name_shared_by_city_and_county_means_the_city_until_the_county_is_named():
    assert labels("楚雄的工业") == ["云南省楚雄彝族自治州"]
    assert labels("楚雄彝族自治州楚雄市") == ["云南省楚雄彝族自治州", "云南省楚雄彝族自治州楚雄市"]


def test_universities_are_no_places():
    assert labels("遂昌县与武汉大学合作") == ["浙江省丽水市遂昌县"]


def test_everyday_words_in_running_text_are_no_counties():
    # 富裕 is a county's short name; without 富裕县 in the text it is the everyday word.
    text = "云梦县走共同富裕之路。"
    assert [place.name for _, place in places.found_in_report(text)] == ["云梦县"]


def test_containment_by_code():
    assert places.within("331123", "3311") and places.related("33", "331123")
    assert not places.related("331123", "331124")


def test_short_names_drop_suffix_and_peoples():
    assert [places.short_name(n) for n in ("遂昌县", "甘南藏族自治州", "门源回族自治县", "眉县")] == [
        "遂昌",
        "甘南",
        "门源",
        "眉县",
    ]
