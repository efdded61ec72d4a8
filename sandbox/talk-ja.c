#include "sandbox/talk-private.h"

static const struct talk_word given[] = {
	{ "結衣", "yui" },      { "大翔", "hiroto" },
	{ "さくら", "sakura" }, { "健太郎", "kentaro" },
	{ "美咲", "misaki" },   { "蓮", "ren" },
	{ "陽子", "yoko" },     { "翔太", "shota" },
	{ "恵", "megumi" },     { "誠", "makoto" },
	{ "ひかり", "hikari" }, { "龍之介", "ryunosuke" },
	{ "千尋", "chihiro" },  { "直樹", "naoki" },
	{ "凛", "rin" },        { "エミリー", "emily" },
	{ "弘", "hiroshi" },
};

static const struct talk_word family[] = {
	{ "佐藤", "sato" },      { "渡辺", "watanabe" },
	{ "髙橋", "takahashi" }, { "小鳥遊", "takanashi" },
	{ "斎藤", "saito" },     { "勅使河原", "teshigawara" },
	{ "山﨑", "yamazaki" },  { "中村", "nakamura" },
	{ "林", "hayashi" },     { "伊集院", "ijuin" },
	{ "𠮷田", "yoshida" },   { "五十嵐", "igarashi" },
	{ "東海林", "shoji" },
};

static const char *const companies[] = {
	"㈱青葉商事",     "港北銀行",     "みどりの丘病院",
	"北斗製薬㈱",     "大江戸フーズ", "サクラ・ロジスティクス",
	"有限会社つばめ",
};

static const char *const days[] = { "月曜日", "火曜日", "水曜日",
				    "木曜日", "金曜日", "土曜日" };

static const char *const months[] = { "一月", "二月", "3月",  "4月",
				      "５月", "６月", "7月",  "8月",
				      "9月",  "10月", "11月", "12月" };

static const char *const dates[] = {
	"{month}{n}日", "来週{day}", "{month}末", "明日", "{day}（{n}日）",
};

static const char *const times[] = { "午前[9|10|11]時[10|20|40]分",
				     "1[3|4|5|6]:[00|15|30]", "正午",
				     "午後[二|三|四]時" };

static const char *const amounts[] = {
	"{nn}億円",
	"¥{nn},{d}00,000",
	"{nn}万円",
	"約{n}万ドル",
};

static const char *const rates[] = { "{n}.{d}％", "{nn}ベーシスポイント",
				     "{n}割" };

static const char *const things[] = {
	"{ticker}のポジション",
	"{month}の数字",
	"{company}との契約書案",
	"新しい仕入先",
	"{month}の監査",
	"{ticker}のヘッジ",
	"看護計画",
	"同意書",
	"入札",
	"資金繰り予測",
	"{company}からの苦情",
	"{company}の与信枠",
	"プレスリリース",
	"金融庁への回答",
	"[大阪|札幌|福岡]の賃貸契約",
};

static const char *const topics[] = {
	"週次リスク会議",
	"リスク会議（第{n}週）",
	"債券デスク [朝会|夕会]",
	"債券：{ticker}",
	"患者委員会 {n}病棟",
	"調達：{company}",
	"調達ラウンド{n}",
	"{company}様 四半期レビュー",
	"{month}予算",
	"1on1 {family}・{family}",
	"与信委員会 {date}",
	"障害報告 INC-{nn}{nn}",
	"面接：{given}さん",
	"【重要】{thing}について",
	"苦情{nn}{nn}号：今後の対応",
};

static const char *const rooms[] = {
	"[債券|株式|為替|与信]デスク",
	"[リスク|法務|監査]連絡会",
	"プロジェクト[カワセミ|アオサギ]",
	"{n}病棟",
	"調達[東日本|西日本]",
	"雑談",
	"夜勤",
};

static const char *const lines[] = {
	"{time}までに{file}を送っていただけますか？",
	"{family}さん、{thing}はどうなっていますか。",
	"こちらに置きました：{link}",
	"[おはようございます|お疲れ様です]。{family}さんは遅れます。",
	"{ticker}を{amount}で{n}0,000株[買いました|売りました]。",
	"{company}の枠は{amount}、現在{amount}です。",
	"今日の議事録はどなたですか？",
	"{ticker}は{day}から{rate}[上昇|下落]しています。",
	"{company}が予想を{rate}[上方|下方]修正。{link}",
	"[承知しました|了解です]。では{date}の{time}に。",
	"{amount}？{company}から聞いた額より多いです。",
	"このチャンネルで{thing}の話はしないでください。",
	"{family}さん、聞こえません。[ミュート？|電話でお願いします。]",
	"{family}さんの言うとおり、{thing}は[後回し|最優先|完了]です。",
	"締切は{date}に変更です。{emoji}",
	"{n}番ベッドの患者さんは[安定|{n}病棟へ移動|{date}退院]です。",
	"仕入先は前金で{amount}を希望。[却下|{family}部長に確認]。",
	"数字は{file}のシート{d}にあります。",
	"ありがとうございます！{emoji}",
	"{thing}は会議の後で話しましょう。",
	"@{family}さん：{date}までに{thing}の承認をお願いします。",
	"{ticker}は[保有|押し目買い|{date}までに売却]と見ます。",
	"スライド{n}の二つ目、正しくは{amount}です。",
	"整理番号は{nn}-{nn}{nn}-{d}です。",
	"二点あります。\n・{thing}\n・{thing}",
	"議題\n一、{thing}\n二、{thing}\n三、その他",
	"{date}まで不在です。代わりは{family}{given}です。",
};

static const char *const replies[] = {
	"[はい|いいえ|まだです|完了]、{family}さん。",
	"[賛成|反対]です。{thing}は[問題ない|リスクだ]と思います。",
	"{time}までにやります。",
	"{link} をご覧ください。",
	"{amount}です。{amount}ではありません。",
	"{thing}は{family}さんに聞いてください。",
	"[＋1|同じく|なるほど] {emoji}",
	"{date}以降になります。",
};

static const char *const questions[] = {
	"{thing}はいつ[できますか|公表されますか]。",
	"{month}に{ticker}が[下がった|上がった]のはなぜですか。",
	"{amount}のうち、いくら使いましたか。",
	"{date}以降、{thing}の担当はどなたですか。",
	"{thing}は{company}にも当てはまりますか。",
};

static const char *const answers[] = {
	"{date}[まで|以降]の予定です。",
	"{thing}は{family}{given}が担当し、メールでお答えします。",
	"約{amount}です。正確な額は{date}にお知らせします。",
	"はい。ただし{thing}は例外です。",
	"{thing}についてはお答えを差し控えます。",
};

static const char *const spoken[] = {
	"では、{thing}から始めましょう。{family}さん、お願いします。",
	"えーと、{thing}を見ましたが、だいたい{amount}です。",
	"すみません、ミュートでした。{company}は{amount}を希望しています。",
	"待つと{n}日遅れます。それだけです。",
	"画面は見えていますか。これが{thing}です。",
	"{family}さんが{thing}を見るまでは待ちたいです。",
	"では{family}さん、{date}までにお願いします。",
	"{month}の苦情は{n}件、うち{n}件が未解決です。",
	"議事録に残します。{thing}は[承認|否決|継続審議]です。",
	"ありがとうございました。また{day}に。",
	"異議はありませんか。では決定とします。",
};

static const char *const summaries[] = {
	"会議では{thing}を扱った。{company}が{amount}を求めていると{family}が"
	"報告し、{date}に回答することとした。",
	"{family}と{family}が{thing}と{thing}を確認した。{company}とは{amount}"
	"の未決事項が残る。",
	"{thing}に多くの時間を使った。費用は計画より{amount}多い。理由を"
	"{family}が説明し、{date}に決定する。",
};

static const char *const nexts[] = {
	"{family}が{date}に{file}を{company}へ送る。",
	"{family}が{thing}を確認し、{date}に報告する。",
	"{family}が{date}{time}に次回を設定する。",
	"{family}がINC-{nn}{nn}を閉じる。",
};

static const char *const chapters[] = {
	"開会と[議題|近況]", "{thing}について", "{ticker}",
	"{company}の提案",   "今後の予定",
};

static const char *const tasks[] = {
	"{thing}を[送る|確認する|承認する]",
	"{date}までに{company}へ[電話|支払い|回答]",
	"{file}を更新",
	"{thing}を{family}さんに確認",
};

static const char *const notes[] = {
	"{month}のメモ\n\n・{thing}：{amount}\n・{company}：[未決|完了]\n"
	"・{family}が[電話|決定]",
	"{company}との電話\n{family}{given}様、{date}までに{amount}を希望。\n\n"
	"{link}",
};

static const char *const events[] = {
	"{company}様と昼食", "{topic}",         "締切：{thing}",
	"{family} 休暇",     "避難訓練 {time}",
};

static const char *const edit_tails[] = {
	"（訂正：{amount}）",  "※{date}に訂正",   " {emoji}",
	"いえ、{thing}です。", "\n追伸：{reply}",
};

static const char *const edit_heads[] = { "訂正：", "【更新 {time}】",
					  "[失礼しました、|誤字でした、]" };

static const struct talk_rule rules[] = {
	TALK_RULE("company", companies),    TALK_RULE("day", days),
	TALK_RULE("month", months),         TALK_RULE("date", dates),
	TALK_RULE("time", times),           TALK_RULE("amount", amounts),
	TALK_RULE("rate", rates),           TALK_RULE("thing", things),
	TALK_RULE("topic", topics),         TALK_RULE("room", rooms),
	TALK_RULE("line", lines),           TALK_RULE("reply", replies),
	TALK_RULE("question", questions),   TALK_RULE("answer", answers),
	TALK_RULE("spoken", spoken),        TALK_RULE("summary", summaries),
	TALK_RULE("next", nexts),           TALK_RULE("chapter", chapters),
	TALK_RULE("task", tasks),           TALK_RULE("note", notes),
	TALK_RULE("event", events),         TALK_RULE("edit-tail", edit_tails),
	TALK_RULE("edit-head", edit_heads),
};

static const struct talk_poll polls[] = {
	{ "リスク会議を木曜日に移しますか。",
	  { "はい", "いいえ", "どちらでも" },
	  3 },
	{ "予測はどのくらい確かですか。",
	  { "とても", "まあまあ", "あまり", "まったく" },
	  4 },
	{ "どの仕入先に決めますか。",
	  { "㈱青葉商事", "大江戸フーズ & 協力会社", "＜該当なし＞" },
	  3 },
	{ "同意書は患者さんに分かりやすいですか。",
	  { "はい", "いいえ；長すぎる" },
	  2 },
};

const struct talk_tongue talk_japanese = {
	TALK_TONGUE("ja", given, family, rules, polls),
	.family_first = 1,
};
