/** The brief in Arabic: plain modern standard, by the glossary of the project (gone is «لم تعد ظاهرة», which states no cause). */

import { say, text } from '../document.ts';
import { counter, digits, type Forms, number, phrase, type Unit } from '../numbers.ts';
import { AR_FIGURES } from './ar-figures.ts';
import { AR_LABELS } from './ar-labels.ts';
import { AR_METHOD } from './ar-method.ts';
import type { Words } from './words.ts';

const counted = counter('ar');

/** As a subject (nominative); the dual changes after a preposition, so such places have forms of their own. */
const CHANNELS: Forms = { zero: 'لا قنوات', one: 'قناة واحدة', two: 'قناتان', few: '# قنوات', many: '# قناة', other: '# قناة' };
const IN_CHANNELS: Forms = { ...CHANNELS, zero: '# قناة', two: 'قناتين' };
const CONTROLS: Forms = {
  zero: 'لا قنوات ضابطة',
  one: 'قناة ضابطة واحدة',
  two: 'قناتان ضابطتان',
  few: '# قنوات ضابطة',
  many: '# قناة ضابطة',
  other: '# قناة ضابطة',
};
const COPIES: Forms = { zero: 'لا نسخ', one: 'نسخة واحدة', two: 'نسختان', few: '# نسخ', many: '# نسخة', other: '# نسخة' };
const RECORDS: Forms = { zero: 'لا سجلات', one: 'سجل واحد', two: 'سجلان', few: '# سجلات', many: '# سجلًا', other: '# سجل' };
const ENTRIES: Forms = { zero: 'لا قيود', one: 'قيد واحد', two: 'قيدان', few: '# قيود', many: '# قيدًا', other: '# قيد' };
const FILES: Forms = { zero: 'لا ملفات', one: 'ملف واحد', two: 'ملفان', few: '# ملفات', many: '# ملفًا', other: '# ملف' };
const STATEMENTS: Forms = { zero: 'لا نصوص', one: 'نص واحد', two: 'نصان', few: '# نصوص', many: '# نصًّا', other: '# نص' };
const SIGNPOSTS: Forms = {
  zero: 'لا روابط دالّة',
  one: 'رابط دالّ واحد',
  two: 'رابطان دالّان',
  few: '# روابط دالّة',
  many: '# رابطًا دالًّا',
  other: '# رابط دالّ',
};
const PLATFORMS: Forms = { zero: 'لا منصات', one: 'منصة واحدة', two: 'منصتين', few: '# منصات', many: '# منصة', other: '# منصة' };
/** After a preposition. */
const SPANS: Record<Unit, Forms> = {
  second: { zero: '# ثانية', one: 'ثانية واحدة', two: 'ثانيتين', few: '# ثوانٍ', many: '# ثانية', other: '# ثانية' },
  minute: { zero: '# دقيقة', one: 'دقيقة واحدة', two: 'دقيقتين', few: '# دقائق', many: '# دقيقة', other: '# دقيقة' },
  hour: { zero: '# ساعة', one: 'ساعة واحدة', two: 'ساعتين', few: '# ساعات', many: '# ساعة', other: '# ساعة' },
  day: { zero: '# يوم', one: 'يوم واحد', two: 'يومين', few: '# أيام', many: '# يومًا', other: '# يوم' },
};

export const ar: Words = {
  ...AR_LABELS,
  ...AR_FIGURES,
  header: {
    asOf: (time) => say`حتى ${time}. لم يؤخذ في الحسبان ما نُشر أو رُصد بعد ذلك.`,
    noTime: text('لا يمكن تحديد وقت: لم يُرصد شيء بعد.'),
    zone: (zone) => say`الأوقات معروضة بحسب ${zone}.`,
    audience: {
      internal: text('للاستعمال الداخلي: بالمعرّفات والنصوص الكاملة.'),
      partner: text('للشركاء: بالمعرّفات، ونصوص المنشورات مختصرة.'),
      public: text('للعموم: للقنوات أسماء مستعارة، ولا معرّفات ولا روابط ولا نصوص منشورات ولا طعون، والأعداد الصغيرة مدموجة.'),
    },
    delayed: (days) => say`هذه النسخة مؤخَّرة بمقدار ${counted(days, SPANS.day)}: لا يُذكر شيء بعد الوقت المبيَّن أعلاه.`,
    tool: (version) => say`أُعدّ بواسطة Trackway ${version}.`,
    log: (entries, hash) => say`في سجل الحيازة ${counted(entries, ENTRIES)}، ورأسه ${hash}.`,
    empty: text('لم يُستورد شيء إلى هذه القضية بعد. لا شيء يُروى، ولا يُستنتج من ذلك شيء.'),
  },
  glance: {
    imported: (files) => say`المستورَد: ${counted(files, FILES)}.`,
    records: (records) => say`المأخوذ من هذه الملفات: ${counted(records, RECORDS)}.`,
    unreadable: (records) => say`ما تعذّرت قراءته، وهو غائب عن كل ما يلي: ${counted(records, RECORDS)}.`,
    watched: (channels) => say`تحت الرصد ${counted(channels, CHANNELS)}.`,
    state: (fill, count) => say`${{ is: 'state', fill, text: AR_LABELS.states[fill] }} ${number(count)}`,
    massLoss: (lost, watched, platform) =>
      say`اختفاء جماعي غير مؤكَّد على ${platform}: غابت عن النظر ${counted(lost, CHANNELS)} من أصل ${number(watched)}، ولم يتأكد ذلك بعد.`,
    signposts: (posts) => say`المرصود: ${counted(posts, SIGNPOSTS)} إلى مجتمعات في أماكن أخرى.`,
    statements: (statements) => say`ما رُصد في أكثر من نسخة: ${counted(statements, STATEMENTS)}.`,
    established: (statements) => say`عدد النصوص المذكورة أدناه التي ثبت فيها ترتيب المنصات: ${number(statements)}.`,
    contested: (homes) => say`قنوات مطعون فيها (نفى طرف ما علنًا أنها حقيقية): ${number(homes)}.`,
  },
  imported: {
    caption: text('الملفات المستوردة بترتيب سجل الحيازة'),
    tables: text('السجلات في القضية بحسب نوعها'),
    hints: text('ملاحظات قارئات الملفات:'),
  },
  census: {
    roster: text('حالات القنوات المدرجة في القائمة بحسب قاعدة الظهور. لا توصف قناة بأنها لم تعد ظاهرة بعد نظرة واحدة.'),
    observed: text('القائمة فارغة: هذه كل القنوات التي رُصدت. لا توصف قناة بأنها لم تعد ظاهرة بعد نظرة واحدة.'),
    none: text('لا قناة تحت الرصد، ولم تُرصد أي قناة.'),
    figure: text('القنوات بحسب المنصة والحالة؛ القنوات الضابطة غير محسوبة'),
    figureText: (platforms) => `شريط لكل منصة: ${phrase('ar', platforms, { ...PLATFORMS, two: 'منصتان' })}`,
    total: (watched) => phrase('ar', watched, CHANNELS),
    segment: (fill, count) => `${AR_LABELS.states[fill]}: ${digits(count)}`,
    platforms: text('البيانات نفسها في جدول'),
    channels: text('قناة قناة'),
    more: (channels) => say`قنوات أخرى غير مدرجة هنا: ${number(channels)}؛ الأمر census يعرضها كلها.`,
    smallCells: text('الأعداد الصغيرة مدموجة مع غيرها أو متروكة كي لا تُعرف قناة بعينها.'),
    interval: (after, by) => say`بعد ${after} وحتى ${by}`,
    neverAlive: (by) => say`حتى ${by}؛ لم تُرصد نشطة قط`,
    movedTo: (home) => say`تذكر المنصة الموطن الجديد: ${home}`,
    renamed: (old) => say`سابقًا: ${old}`,
    controls: (controls) => say`فُحصت إلى جانبها ${counted(controls, CONTROLS)} للتحقق من أننا ما زلنا نرى.`,
    noControls: text('لا توجد قناة ضابطة في القائمة: لا تستبعد هذه القضية أن يكون الخلل في شبكتنا نحن.'),
    massLoss: (lost, watched, platform, from, to) =>
      say`اختفاء جماعي غير مؤكَّد على ${platform}: بين ${from} و${to} غابت عن النظر ${counted(lost, CHANNELS)} من أصل ${number(watched)}. يُذكر ذلك قبل تأكيده، وقد يكون الخلل منّا.`,
    deciders: (controls) => say`ستحسم الأمر ${counted(controls, CONTROLS)}.`,
    noDeciders: text('لا توجد قناة ضابطة تحسم الأمر.'),
  },
  waves: {
    none: text('لم تُرصد موجة: ما اختفى قد يكون تناقصًا معتادًا.'),
    intro: text('قنوات أكثر مما يجعله التناقص المعتاد معقولًا، في مدة واحدة. أما سبب ذلك فلا يُرصد ولا يُذكر.'),
    told: {
      gone: (lost, watched, platform, from, expected) =>
        say`على ${platform}: لم تعد ظاهرة ${counted(lost, CHANNELS)} من أصل ${number(watched)} ابتداءً من ${from}؛ والمعتاد في مثل هذه المدة ${expected}.`,
      silent: (lost, watched, platform, from, expected) =>
        say`على ${platform}: صمتت ${counted(lost, CHANNELS)} من أصل ${number(watched)} ابتداءً من ${from}؛ والمعتاد في مثل هذه المدة ${expected}.`,
      private: (lost, watched, platform, from, expected) =>
        say`على ${platform}: صارت خاصة ${counted(lost, CHANNELS)} من أصل ${number(watched)} ابتداءً من ${from}؛ والمعتاد في مثل هذه المدة ${expected}.`,
    },
    until: (end) => say`آخرها: حتى ${end}.`,
    ongoing: text('وهي مستمرة.'),
    kinds: { gone: 'لم تعد ظاهرة', silent: 'صمتت', private: 'صارت خاصة' },
    caption: text('الموجات، الأقدم أولًا'),
    goesOn: 'مستمرة',
  },
  homes: {
    none: text('لم تُفقد قناة، فلم يُبحث عن موطن.'),
    intro: text(
      'المواضع التي يُرجَّح أن قنوات مفقودة تواصل النشر فيها، بين القنوات التي تعرفها هذه القضية. يُستمد الترجيح من عوالم محاكاة إلى أن يحكم المحلّلون دون اطّلاع على النتيجة في ما يكفي من الأزواج، ولذلك يُذكر بالكلمات، ولا شيء هنا ثابت ما لم يؤكده محلّل.',
    ),
    lost: (channels) => say`القنوات المفقودة (لم تعد ظاهرة أو صارت خاصة أو صمتت، تأكد ذلك أو لم يتأكد بعد): ${number(channels)}.`,
    likely: (channels) => say`منها ما وُجد له موطن مرجَّح: ${number(channels)}.`,
    without: (channels, pool) =>
      say`وما لم يوجد له موطن بين ${counted(pool, IN_CHANNELS)} شملها البحث: ${number(channels)}؛ ولا يقول ذلك شيئًا عن مواضع لم يشملها.`,
    caption: text('القنوات المفقودة ومواطنها المرجَّحة'),
    levels: { veryLikely: 'مرجَّح جدًّا', likely: 'مرجَّح' },
    verdicts: {
      confirmed: 'مؤكَّد (تقدير المحلّل)',
      rejected: 'مرفوض (تقدير المحلّل)',
      impersonator: 'قناة منتحِلة (تقدير المحلّل)',
      unsure: 'غير متيقَّن (تقدير المحلّل)',
    },
    noneFound: 'لم يوجد',
    pointedOnly: 'مدلول عليها ولم تُرصد',
  },
  lifespans: {
    intro: text(
      'مقدَّرة من فترات، مع مراعاة المواطن التي اكتُشفت متأخرة والتي لم تُرصد نهايتها؛ أما المتوسط البسيط من أول مشاهدة إلى آخرها فأطول من الواقع.',
    ),
    caption: text('أعمار المواطن بفترات تصحّ 95 مرة من كل 100'),
    figure: text('ما لا يزال قائمًا من كل 100 موطن بحسب العمر؛ والأشرطة تصحّ 95 مرة من كل 100'),
    figureText: 'منحنى مدرَّج لكل مجموعة، ينخفض مع العمر',
    days: 'العمر بالأيام',
    share: 'لا تزال قائمة، من كل 100',
    interval: (low, high) => `من ${low} إلى ${high}`,
    notReached: 'لم يُبلغ',
    aged: (name, days) => `${name}، مما بلغ ${days} يومًا`,
    origins: { created: 'الإنشاء', appeared: 'أول ظهور لها', discovered: 'الاكتشاف' },
  },
  signposts: {
    none: text('لم يُرصد أي منشور يدلّ على مجتمع في مكان آخر.'),
    intro: text('منشورات تدلّ على مجتمع في مكان آخر. ولا يعني ذلك أن ما تدلّ عليه هو موطن أحد.'),
    totals: text('الروابط الدالّة بحسب المنصة المقصودة والموقف'),
    publicTotals: text('الروابط الدالّة بحسب المنصة المقصودة'),
    list: text('الروابط الدالّة، الأقدم أولًا'),
    shown: (listed, total) => say`يعرض الجدول ${number(listed)} من أصل ${number(total)}.`,
    fewer: text('الروابط الدالّة المرصودة أقل من أن تُعدّ في نسخة للعموم.'),
  },
  first: {
    none: text('لم يُرصد نص في أكثر من نسخة.'),
    intro: text('ما يُذكر هو دائمًا أقدم النسخ المرصودة، على شكل فترة. وقد تكون نسخة لم يرها أحد أقدم منها.'),
    shown: (listed, total) => say`المذكور هنا: ${number(listed)} من أصل ${counted(total, STATEMENTS)}.`,
    fewer: text('النصوص المرصودة في قنوات قليلة لا تُذكر في نسخة للعموم.'),
    untitled: (name) => say`النص ${name}`,
    copies: (copies) => say`رُصدت ${counted(copies, COPIES)}.`,
    earliest: (channel, after, by, channels) =>
      say`أقدم النسخ المرصودة في ${counted(channels, IN_CHANNELS)} ظهرت في ${channel} بين ${after} و${by}.`,
    earliestBefore: (channel, by, channels) => say`أقدم النسخ المرصودة في ${counted(channels, IN_CHANNELS)} ظهرت في ${channel} قبل ${by}.`,
    forwardOnly: text('لم تُرصد هذه النسخة نفسها، بل تدلّ عليها إعادة توجيه.'),
    platforms: {
      established: 'ترتيب المنصات: ثابت.',
      'not established': 'ترتيب المنصات: لم يثبت. لا تسمح الساعات أو الثغرات بمعرفة الأسبق.',
      'only one': 'ترتيب المنصات: كل النسخ المرصودة على منصة واحدة.',
    },
    channels: {
      established: 'ترتيب القنوات: ثابت.',
      'not established': 'ترتيب القنوات: لم يثبت. لا تسمح الساعات أو الثغرات بمعرفة الأسبق.',
      'only one': 'ترتيب القنوات: كل النسخ المرصودة في قناة واحدة.',
    },
    lead: (over, least, most) => say`أي قبل أقدم نسخة مرصودة في ${over} بمقدار ${least} على الأقل و${most} على الأكثر.`,
    leadOpen: (over, earlier, later) =>
      say`مقارنةً بأقدم نسخة مرصودة في ${over}: قد تسبقها بمقدار ${earlier} على الأكثر، وقد تتأخر عنها بمقدار ${later} على الأكثر.`,
    span: (unit, count) => counted(count, SPANS[unit]),
    gaps: (posts) => say`منشورات قنوات أخرى لم تُرصد في الوقت الحاسم: ${number(posts)}.`,
    figure: text('النسخ المرصودة، كل منها فترة ظهرت خلالها؛ والخط القائم هو الوقت كما ذُكر'),
    figureText: 'شريط لكل نسخة، مجمّعة بحسب المنصة، على محور زمني',
    earliestSeen: 'أقدم النسخ المرصودة',
    axis: (zone, day) => `الوقت بحسب ${zone}، ${day}`,
    undrawn: (copies) => say`نسخ لاحقة غير مرسومة: ${number(copies)}.`,
    table: text('النسخ في جدول'),
  },
  disputes: {
    intro: text('من نفى علنًا أن قناة ما حقيقية. ولا يعني الطعن أن القناة منتحِلة، ولا أن الطاعن محقّ.'),
    caption: text('الطعون، الأقدم أولًا'),
  },
  assertions: {
    intro: text('ما قالته أطراف أخرى عن القضية، جنبًا إلى جنب، حتى حين تختلف. لا يؤكد هذا الموجز شيئًا منه.'),
    caption: text('الأقوال مع مصادرها وتواريخ سريانها'),
  },
  events: {
    intro: text('وقائع مؤرخة مع مصادرها. تزامن تغيُّر مع واقعة لا يدلّ على سببه.'),
    caption: text('الوقائع، الأقدم أولًا'),
  },
  notes: {
    intro: text(
      'يقود كل رقم إلى قاعدته وإلى بايتات السجلات الحاسمة: القيد الذي أدخل الملف في سجل الحيازة، وبصمة الملف (SHA-256)، والموضع داخله بالبايت.',
    ),
    record: (record, entry, digest, offset) => say`${record}: القيد ${entry}، الملف ${digest}، البايت ${offset}`,
    lost: (record) => say`${record}: لم يُعثر على موضعه في الأدلّة`,
    more: (records) => text(`وغيرها: ${records}`),
    source: (entry, digest) => say`القيد ${entry}، الملف ${digest}`,
    segments: (n, first, last) =>
      say`مقاطع سجّلها الرصد المباشر، عددها ${n}، القيود من ${first} إلى ${last}؛ وسجلّ الحيازة يذكر كلًّا منها ببصمته`,
    evidence: 'الأدلّة:',
    rules: AR_METHOD.rules,
    channel: (why) => say`الحالة بحسب قاعدة الظهور، ونصّها: ${why}.`,
  },
  method: {
    ...AR_METHOD.method,
    unseenRules: {
      unknown: (channels) => say`قنوات غير معروفة الحالة، فلا هي نشطة ولا هي غير ظاهرة: ${number(channels)}.`,
      gaps: (posts) => say`منشورات القنوات الأخرى التي لم تُرصد في الوقت الحاسم لأول ظهور، بقدر ما تدلّ الأرقام: ${number(posts)}.`,
      unreadable: (records) => say`ما تعذّرت قراءته: ${counted(records, RECORDS)}.`,
      always: AR_METHOD.always,
    },
  },
};
