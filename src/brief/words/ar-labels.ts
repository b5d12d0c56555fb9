/** Single words of the Arabic brief: months, headings, columns, states. */

import type { Words } from './words.ts';

type Sentences =
  | 'header'
  | 'glance'
  | 'imported'
  | 'census'
  | 'signposts'
  | 'first'
  | 'disputes'
  | 'assertions'
  | 'events'
  | 'notes'
  | 'method';

export const AR_LABELS: Omit<Words, Sentences> = {
  language: 'ar',
  direction: 'rtl',
  // Both customs, as pan-Arab media write them: readers from Damascus and from Cairo know one each.
  months: [
    'يناير/كانون الثاني',
    'فبراير/شباط',
    'مارس/آذار',
    'أبريل/نيسان',
    'مايو/أيار',
    'يونيو/حزيران',
    'يوليو/تموز',
    'أغسطس/آب',
    'سبتمبر/أيلول',
    'أكتوبر/تشرين الأول',
    'نوفمبر/تشرين الثاني',
    'ديسمبر/كانون الأول',
  ],
  date: (day, month, year) => `${day} ${month} ${year}`,
  dateTime: (day, month, year, clock, zone) => `${day} ${month} ${year}، ${clock} ${zone}`,
  brief: 'موجز',
  contents: 'المحتويات',
  sections: {
    glance: 'نظرة سريعة',
    imported: 'ما استُورد',
    census: 'أين القنوات',
    signposts: 'الروابط الدالّة',
    first: 'أول ظهور',
    disputes: 'الطعون',
    assertions: 'أقوال الأطراف',
    events: 'الوقائع',
    notes: 'حواشي الأدلّة',
    method: 'ملاحظة منهجية',
  },
  columns: {
    entry: 'القيد',
    file: 'الملف',
    format: 'الصيغة',
    bytes: 'البايتات',
    records: 'السجلات',
    fresh: 'جديدة',
    repeated: 'مكررة',
    bad: 'تعذّرت قراءتها',
    importedAt: 'وقت الاستيراد',
    evidence: 'حاشية',
    table: 'النوع',
    rows: 'السجلات',
    platform: 'المنصة',
    watched: 'تحت الرصد',
    channel: 'القناة',
    state: 'الحالة',
    disappeared: 'فترة الاختفاء',
    lastAlive: 'آخر ظهور لها',
    lastPost: 'آخر منشور',
    posts: 'المنشورات',
    at: 'الوقت',
    by: 'الناشر',
    to: 'يدلّ على',
    kind: 'النوع',
    stance: 'الموقف',
    total: 'الكل',
    hidden: 'مموَّه',
    earliest: 'ليس قبل',
    latest: 'قبل',
    seenAs: 'كيف رُصدت',
    about: 'عن',
    claim: 'القول',
    text: 'النص',
    source: 'المصدر',
    asOf: 'حتى تاريخ',
    until: 'إلى',
    name: 'الواقعة',
    intervention: 'تدخّل',
  },
  states: {
    alive: 'نشطة',
    silent: 'صامتة',
    gone: 'لم تعد ظاهرة',
    private: 'خاصة',
    unknown: 'غير معروفة',
    merged: 'غير معروضة على حدة',
  },
  stances: { call: 'دعوة', calm: 'تهدئة', endorse: 'تزكية', warn: 'تحذير', neutral: 'محايد' },
  linkKinds: {
    channel: 'قناة',
    group: 'مجموعة',
    invite: 'رابط الدخول',
    post: 'منشور',
    folder: 'مجلد',
    account: 'حساب',
    room: 'غرفة',
    paste: 'نص ملصوق',
    file: 'ملف',
  },
  disputeKinds: { fake: 'قناة منتحِلة', honeypot: 'فخّ', hijacked: 'مستولى عليها', not_endorsed: 'غير مزكّاة' },
  tables: {
    posts: 'منشورات',
    repeats: 'منشورات تكررت في ملف آخر',
    superseded: 'صيغ أقدم للمنشورات',
    signposts: 'روابط في المنشورات',
    profiles: 'ملفات تعريف',
    sightings: 'مشاهدات',
    disputes: 'طعون',
    events: 'وقائع',
    assertions: 'أقوال',
    captures: 'إجابات مؤرشفة',
  },
  yes: 'نعم',
  no: 'لا',
  nothing: '–',
  never: 'لم تُرصد قط',
  seenItself: 'بنفسها',
  throughForward: 'عبر إعادة توجيه',
  platformsTogether: 'منصات قليلة العدد',
  fewerThan: 'أقل من ثلاثة',
  inCaseFile: 'case.yaml',
};
