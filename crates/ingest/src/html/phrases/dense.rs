//! Lines that are no part of any article in scripts without spaces, where a line's length is that of its characters.

use dateline_record::fingerprint::is_dense;

/// Characters of a line that may be told to be furniture by how it begins.
const MOST: usize = 60;

/// Characters of a statement on whose the text is and who answers for it.
const MOST_OF_STATEMENT: usize = 300;

/// Whether a line is furniture wherever it stands.
pub(super) fn is_furniture(text: &str, link_density: f64) -> bool {
    if text.len() > MOST_OF_STATEMENT * 4 || !text.chars().any(is_dense) {
        return false;
    }
    let line = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != 'ⓒ' && c != '©');
    let length = line.chars().count();
    // With links the line is as long as what they lead to is called.
    let most = if link_density > 0.5 { MOST_OF_STATEMENT } else { MOST };
    let starts = |list: &[&str]| list.iter().any(|start| line.starts_with(start));
    let asks = || starts(REQUESTS) && !is_sentence(line);
    // After the name and the address of the reporter, too.
    let keeps_rights = || line.contains("무단") && line.ends_with(['지', ']', '.']) && line.contains("금지");
    (length <= most && (starts(STARTS) || asks() || is_labelled(line) || names_staff(line) || leads_to_app(line)))
        || (length <= MOST * 2 && keeps_rights())
        || (length <= MOST_OF_STATEMENT && (starts(STATEMENTS) || disclaims(line)))
        || WHOLE.contains(&line.trim_end_matches(|c: char| !c.is_alphabetic()))
}

fn is_labelled(line: &str) -> bool {
    LABELS.iter().any(|label| line.strip_prefix(label).is_some_and(is_set_apart))
}

/// Whether a line names who edited, read and checked a text: the editor in charge, or two of them.
fn names_staff(line: &str) -> bool {
    const IN_CHARGE: [&str; 3] = ["责任编辑：", "责任编辑:", "責任編輯："];
    const STAFF: [&str; 14] = [
        "编辑",
        "編輯",
        "责编",
        "責編",
        "校对",
        "校對",
        "摄影",
        "攝影",
        "审核",
        "審核",
        "监制",
        "監製",
        "制图",
        "实习生",
    ];
    let words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| STAFF.iter().any(|own| word.starts_with(own)));
    let pictured =
        ["摄", "攝", "供图", "供圖", "撮影"].iter().any(|end| line.trim_end_matches(['）', ')', '】']).ends_with(end));
    pictured || IN_CHARGE.iter().any(|label| line.contains(label)) || (words.count() >= 2 && !is_sentence(line))
}

/// Whether a line asks to scan a code, to follow an account or to load an app.
fn leads_to_app(line: &str) -> bool {
    let says = |words: &[&str]| words.iter().any(|word| line.contains(word));
    let scan = says(&["扫描", "掃描", "长按", "長按", "识别"]) && says(&["二维码", "二維碼", "QR"]);
    let then = says(&["关注", "關注", "下载", "下載", "添加", "加入", "订阅", "查看", "获取"]);
    let app = says(&["點我下載", "點我訂閱", "点我下载", "点我订阅", "下載APP", "下载APP"]);
    let back =
        line.starts_with("返回") && says(&["首页", "首頁", "查看更多", "列表", "顶部"]) && line.chars().count() <= 20;
    ((app || back || (scan && then)) && !is_sentence(line))
        || (line.chars().count() <= 15 && ["公众号", "公眾號", "客户端下载"].iter().any(|end| line.ends_with(end)))
}

/// Whether a line ends as sentences do.
fn is_sentence(line: &str) -> bool {
    line.trim_end_matches(['”', '」', '』', '）', ')', ' ']).ends_with('。')
}

/// Whether a label ends here: the same words begin sentences.
fn is_set_apart(rest: &str) -> bool {
    rest.trim_start()
        .starts_with([':', '：', '/', '／', '|', '｜', '丨', '︱', '∣', '=', '＝', '】', ']', '›', '>', '▶'])
}

/// Whether a line about the text itself says that its opinions are not the site's, or who may print it.
fn disclaims(line: &str) -> bool {
    const SUBJECTS: [&str; 16] = [
        "本文",
        "本站",
        "本网",
        "本網",
        "本平台",
        "本作品",
        "以上",
        "文章",
        "该文",
        "該文",
        "此文",
        "上述",
        "内容",
        "所有",
        "文中",
        "作者",
    ];
    const NOT_OURS: [&str; 5] = ["不代表", "仅代表", "僅代表", "只代表", "仅提供信息"];
    const WHAT: [&str; 6] = ["观点", "觀點", "立场", "立場", "存储", "平台"];
    const RIGHTS: [&str; 6] = ["转载", "轉載", "授权", "授權", "版权", "版權"];
    let says = |list: &[&str]| list.iter().any(|words| line.contains(words));
    let of_text = ["本文系", "本文为", "本文為", "本文由", "本作品"].iter().any(|start| line.starts_with(start));
    line.chars().count() <= MOST_OF_STATEMENT / 2
        && SUBJECTS.iter().any(|subject| line.starts_with(subject))
        && ((says(&NOT_OURS) && says(&WHAT)) || (of_text && says(&RIGHTS)))
}

/// Beginnings of lines of which sentences have none.
const STARTS: &[&str] = &[
    "この記事は有料記事",
    "この記事は会員限定",
    "责任编辑",
    "責任編輯",
    "责编",
    "責編",
    "原标题：",
    "原标题:",
    "原標題：",
    "原標題:",
    "原题为",
    "本文来源",
    "本文来自",
    "综合自",
    "综合整理自",
    "本文首发于",
    "本文转自",
    "本文转载自",
    "本文授权",
    "精彩视频推荐",
    "更多原创资讯",
    "本文轉載",
    "文章来源",
    "文章關鍵字",
    "文章关键词",
    "图片均来自",
    "图片来自网络",
    "图片来源",
    "圖片來源",
    "资料图片来源",
    "长按二维码",
    "長按二維碼",
    "点击查看更多",
    "点击进入专题",
    "更多猛料",
    "請繼續往下閱讀",
    "请继续往下阅读",
    "相關新聞請",
    "相关新闻请",
    "立即订阅",
    "立即訂閱",
    "本文为收费文章",
    "本文為收費文章",
    "已是会员",
    "已是會員",
    "更多详情请",
    "转载请注明",
    "轉載請註明",
    "正文已结束",
    "收藏成功",
    "我要跟帖",
    "发送邮件至",
    "违法和不良信息",
    "無断転載",
    "記事・写真の無断",
    "無断複製",
    "続きを読む",
    "この記事をシェア",
    "記事をシェア",
    "무단전재",
    "무단 전재",
    "저작권자",
    "ⓒ",
    "기사제보",
    "제보는 카카오톡",
    "อ่านเพิ่มเติม",
    "อ่านข่าวเพิ่มเติม",
    "อ่านข่าวที่เกี่ยวข้อง",
    "ข่าวที่เกี่ยวข้อง",
    "เรื่องที่เกี่ยวข้อง",
    "ติดตามข่าว",
    "更多精彩内容请",
];

/// Beginnings of lines that ask for something, of which sentences have some: those end as sentences do.
const REQUESTS: &[&str] = &[
    "自动播放",
    "正在加载",
    "扫一扫",
    "扫码",
    "掃碼",
    "扫描二维码",
    "扫描左方二维码",
    "扫描下方二维码",
    "识别二维码",
    "微信扫一扫",
    "用微信扫",
    "微信扫码",
    "点击关注",
    "点击下载",
    "关注公众号",
    "关注微信",
    "更多精彩",
    "更多资讯",
    "下载客户端",
    "立即下载",
    "打开APP",
    "打开客户端",
    "未经授权",
    "未經授權",
    "未经许可",
    "分享到",
    "分享至",
    "分享让更多",
    "已输入",
    "版权所有",
    "版權所有",
    "加载更多",
    "展开全文",
    "展開全文",
];

/// The same where a mark follows, which sets what they label apart.
const LABELS: &[&str] = &[
    "发布时间",
    "發布時間",
    "发布日期",
    "发表时间",
    "更新时间",
    "图源",
    "上一篇",
    "下一篇",
    "阅读下一篇",
    "编辑",
    "編輯",
    "校对",
    "校對",
    "审核",
    "審核",
    "监制",
    "監製",
    "来源",
    "來源",
    "信息来源",
    "资料来源",
    "稿源",
    "出处",
    "出品",
    "制作",
    "策划",
    "统筹",
    "设计",
    "关键词",
    "关键字",
    "關鍵字",
    "标签",
    "標籤",
    "图",
    "圖",
    "摄影",
    "攝影",
    "图文编辑",
    "值班编辑",
    "值班主任",
    "实习编辑",
    "运营编辑",
    "相关报道",
    "相关新闻",
    "相關新聞",
    "相关阅读",
    "此前报道",
    "此前報導",
    "延伸阅读",
    "延伸閱讀",
    "推荐阅读",
    "更多阅读",
    "更多報導",
    "公众号",
    "微信公众号",
    "字号",
    "関連記事",
    "関連",
    "写真",
    "撮影",
    "提供",
    "出典",
    "配信",
    "編集",
    "사진",
    "출처",
    "편집",
    "관련기사",
    "관련 기사",
    "ที่มา",
];

/// Beginnings of statements.
const STATEMENTS: &[&str] = &[
    "免责声明",
    "免責聲明",
    "版权声明",
    "版權聲明",
    "版权说明",
    "特别声明",
    "特別聲明",
    "郑重声明",
    "网站声明",
    "声明：",
    "聲明：",
    "风险提示：本文",
    "本网站所有内容",
    "凡本网注明",
    "凡注明",
    "凡本站注明",
    "网友评论仅供",
    "网友跟帖",
    "以上内容",
];

/// Whole lines.
const WHOLE: &[&str] = &[
    "关注我们",
    "会員限定",
    "フォローする",
    "구독하기",
    "แชร์",
    "会員限定記事",
    "有料会員限定",
    "上一篇",
    "下一篇",
    "图源网络",
    "信息来源于网络",
    "素材来源于网络",
    "阅读",
    "转发",
    "浏览",
    "人气",
    "打印",
    "关闭",
    "打印 关闭",
    "打印本页 关闭窗口",
    "打印本页",
    "关闭窗口",
    "纠错",
    "糾錯",
    "收藏",
    "分享",
    "举报",
    "点赞",
    "评论",
    "推荐",
    "完",
    "END",
    "字号",
    "返回顶部",
    "返回頂部",
    "查看全文",
    "展开",
    "收起",
    "更多",
    "詳細",
    "シェア",
    "ツイート",
    "いいね",
    "もっと見る",
    "コメント",
    "印刷",
    "좋아요",
    "공유",
    "댓글",
    "인쇄",
    "프린트",
    "글자크기",
    "스크랩",
    "목록",
    "더보기",
    "浏览次数",
    "浏览量",
    "阅读数",
    "阅读量",
    "点击数",
    "点击量",
    "閱讀數",
    "瀏覽數",
    "閲覧数",
    "조회수",
    "조회",
];

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("（责任编辑：张伟）")]
    #[case("【编辑:张伟】")]
    #[case("编辑/张伟 校对/李娜")]
    #[case("原标题：河水今晨上涨")]
    #[case("来源：例河报")]
    #[case("扫一扫在手机打开当前页")]
    #[case("图/例河报 张伟")]
    #[case("免责声明：本文由例河号作者上传，不代表例河网的观点和立场。")]
    #[case("本文为作者在例河上传并发布，仅代表该作者观点，不代表例河的立场，例河仅提供信息发布平台。")]
    #[case("（本文来自例河网，下载例河APP）")]
    #[case("本文系例河网独家稿件，未经授权，不得转载。")]
    #[case("编辑 张伟 校对 李娜")]
    #[case("党委办公室供稿 摄影/张伟 编辑/李娜")]
    #[case("更多资讯扫描二维码关注例河财经")]
    #[case("例河财经公众号")]
    #[case("河水上涨后的大坝。例河报记者 张伟 摄")]
    #[case("返回例河，查看更多")]
    #[case("一手掌握河訊 點我訂閱例河頻道")]
    #[case("この記事は有料記事です。残り800文字")]
    #[case("推荐99")]
    #[case("评论（0）")]
    #[case("打印 关闭")]
    #[case("作者：阿毛 责任编辑：李娜")]
    #[case("写真＝山田太郎撮影")]
    #[case("ⓒ 예보일보 무단전재 및 재배포 금지")]
    #[case("[김민수 기자 minsu@example.com] [ⓒ 예보일보, 무단전재 및 재배포 금지]")]
    #[case("อ่านเพิ่มเติม: น้ำขึ้นที่แม่น้ำ")]
    fn furniture_is_told(#[case] line: &str) {
        assert!(is_furniture(line, 0.0), "{line}");
    }

    #[rstest]
    #[case("来源不明的水流入例河，气象局今晨发布通知。")]
    #[case("编辑部昨天迁到河边的新楼。")]
    #[case("图中的大坝建于去年。")]
    #[case("他不代表例省参加会议，而是以个人身份。")]
    #[case("关联交易的规模去年上升。")]
    #[case("提供した資料によると、川の水位が上がった。")]
    #[case("推荐的路线是沿河向北。")]
    #[case("他说，这仅代表个人观点，不代表该公司的立场。")]
    #[case("未经授权，任何人不得进入大坝。")]
    #[case("扫码支付去年在例省增长了两成。")]
    #[case("发布时间定于周五。")]
    #[case("编辑和校对昨天都留在河边的新楼。")]
    #[case("商店的二维码被人换掉，警方提醒市民扫码前先核对。")]
    #[case("The gates opened at dawn.")]
    fn sentences_are_not(#[case] line: &str) {
        assert!(!is_furniture(line, 0.0), "{line}");
    }
}
