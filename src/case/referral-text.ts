import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import { formatTime } from '../model/time.ts';
import type { ChannelKind } from '../model/words.ts';

/** The words of a referral: what anybody needs to find, to judge and to answer, and nothing that orders or threatens. */

export const REASONS = ['terms', 'incitement', 'solicitation', 'participation', 'instruction', 'threat', 'other'] as const;
export type Reason = (typeof REASONS)[number];

export interface ReferredChannel {
  channel: ChannelRef;
  /** Exact; null where the platform has no address for it. */
  url: string | null;
  nativeId: string | null;
  kind: ChannelKind | null;
  title: string | null;
  firstSeen: Ms | null;
  lastSeen: Ms | null;
  /** SHA-256 of the files in evidence that show it. */
  digests: string[];
}

export interface ReferralDraft {
  id: string;
  /** The platform as it calls itself. */
  addressee: string;
  draftedAt: Ms;
  /** From case.yaml. */
  contact: string;
  reason: Reason;
  note: string | null;
  channels: readonly ReferredChannel[];
}

export type ReferralLanguage = 'en' | 'ar';

interface Words {
  title: string;
  marked: string;
  reference: string;
  addressee: string;
  drafted: string;
  from: string;
  category: string;
  reasons: Record<Reason, string>;
  opening: (count: number) => string;
  channels: string;
  locating: string;
  nativeId: string;
  kind: string;
  name: string;
  firstSeen: string;
  lastSeen: string;
  digests: string;
  noAddress: string;
  notKnown: string;
  remark: string;
  preserve: string;
  care: string;
  answer: string;
}

const EN: Words = {
  title: 'Referral',
  marked: 'This page holds exact, working links. Handle it with care, and pass it on only to whom it is meant for.',
  reference: 'Reference number',
  addressee: 'Addressee',
  drafted: 'Drafted',
  from: 'From',
  category: 'Reason category',
  reasons: {
    terms: "may be against the platform's own terms",
    incitement: 'incitement to violence',
    solicitation: 'solicitation to commit or support violent acts',
    participation: "solicitation to take part in a violent group's activities",
    instruction: 'instruction on weapons or violent methods',
    threat: 'threat of violence',
    other: 'other, see the remark',
  },
  opening: (count) =>
    `We would like to bring ${count === 1 ? 'one channel' : `${count} channels`} to your attention, for your own review under your own terms. This is a voluntary notice by a private observer. It carries no legal obligation, and the decision is yours.`,
  channels: 'Channels',
  locating: 'Locating information',
  nativeId: 'native id',
  kind: 'kind',
  name: 'shown as',
  firstSeen: 'First seen by us',
  lastSeen: 'Last seen by us',
  digests: 'Evidence kept by us (SHA-256)',
  noAddress: 'no address is known; see the locating information',
  notKnown: 'not known',
  remark: 'Remark',
  preserve:
    'Preservation: if you remove or restrict any of this, please keep the content and the data that belong to it for six months, as far as the law that applies to you allows, so that it is not lost to those who may lawfully ask for it.',
  care: 'Journalists, researchers and others with a legitimate interest also appear in such places. Please look before you act.',
  answer: 'A short answer that names the reference number and what you decided, and when, would help us. Contact',
};

const AR: Words = {
  title: 'بلاغ',
  marked: 'تتضمّن هذه الصفحة روابط دقيقة وعاملة. يُرجى التعامل معها بحذر وعدم تمريرها إلّا إلى الجهة الموجّهة إليها.',
  reference: 'الرقم المرجعي',
  addressee: 'الجهة الموجّه إليها',
  drafted: 'تاريخ الإعداد',
  from: 'من',
  category: 'فئة السبب',
  reasons: {
    terms: 'قد يخالف شروط المنصّة نفسها',
    incitement: 'تحريض على العنف',
    solicitation: 'دعوة إلى ارتكاب أعمال عنف أو دعمها',
    participation: 'دعوة إلى المشاركة في أنشطة جماعة عنيفة',
    instruction: 'تعليمات بشأن أسلحة أو أساليب عنيفة',
    threat: 'تهديد بالعنف',
    other: 'سبب آخر، انظر الملاحظة',
  },
  opening: (count) =>
    `نودّ لفت انتباهكم إلى القنوات المذكورة أدناه (العدد: ${count})، لتراجعوها بأنفسكم وفق شروطكم. هذا إشعار طوعي من جهة رصد خاصّة، لا يترتّب عليه أيّ التزام قانوني، والقرار لكم.`,
  channels: 'القنوات',
  locating: 'معلومات تحديد الموقع',
  nativeId: 'المعرّف الأصلي',
  kind: 'النوع',
  name: 'الاسم الظاهر',
  firstSeen: 'أول رصد لدينا',
  lastSeen: 'آخر رصد لدينا',
  digests: 'أدلّة محفوظة لدينا (SHA-256)',
  noAddress: 'لا يُعرف لها عنوان؛ انظر معلومات تحديد الموقع',
  notKnown: 'غير معروف',
  remark: 'ملاحظة',
  preserve:
    'حفظ البيانات: إذا أزلتم شيئًا من ذلك أو قيّدتموه، فنرجو حفظ المحتوى والبيانات المتّصلة به ستّة أشهر، بقدر ما يسمح به القانون الساري عليكم، كي لا يضيع على من يحقّ له طلبه قانونًا.',
  care: 'قد يوجد في مثل هذه الأماكن صحفيون وباحثون وغيرهم من ذوي المصلحة المشروعة. نرجو التحقّق قبل اتّخاذ أيّ إجراء.',
  answer: 'يفيدنا ردّ قصير يذكر الرقم المرجعي وما قرّرتموه ومتى. للتواصل',
};

const KINDS: Record<ReferralLanguage, Record<ChannelKind, string>> = {
  en: { channel: 'channel', group: 'group', account: 'account', room: 'room' },
  ar: { channel: 'قناة', group: 'مجموعة', account: 'حساب', room: 'غرفة' },
};

/** The notice as plain text or Markdown, times in UTC; the same draft gives the same bytes. */
export function renderReferral(draft: ReferralDraft, language: ReferralLanguage, format: 'txt' | 'md'): string {
  const words = language === 'ar' ? AR : EN;
  const heading = (level: 1 | 2, text: string): string =>
    format === 'md' ? `${'#'.repeat(level)} ${text}` : `${text}\n${(level === 1 ? '=' : '-').repeat([...text].length)}`;
  const bullet = format === 'md' ? '- ' : '';
  const facts: [string, string][] = [
    [words.reference, draft.id],
    [words.addressee, draft.addressee],
    [words.drafted, formatTime(draft.draftedAt)],
    [words.from, draft.contact],
    [words.category, words.reasons[draft.reason]],
    ...(draft.note === null ? [] : [[words.remark, oneLine(draft.note)] as [string, string]]),
  ];
  const parts = [
    heading(1, `${words.title} ${draft.id}`),
    words.marked,
    facts.map(([name, value]) => `${bullet}${name}: ${value}`).join('\n'),
    words.opening(draft.channels.length),
    heading(2, words.channels),
    ...draft.channels.map((channel, i) => channelLines(channel, i + 1, words, language, format)),
    words.preserve,
    words.care,
    `${words.answer}: ${draft.contact}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function channelLines(channel: ReferredChannel, number: number, words: Words, language: ReferralLanguage, format: 'txt' | 'md'): string {
  const time = (at: Ms | null): string => (at === null ? words.notKnown : formatTime(at));
  const url = channel.url === null ? words.noAddress : format === 'md' ? `<${channel.url}>` : channel.url;
  const locating = [
    channel.channel,
    channel.nativeId === null ? null : `${words.nativeId} ${channel.nativeId}`,
    channel.kind === null ? null : `${words.kind}: ${KINDS[language][channel.kind]}`,
    channel.title === null ? null : `${words.name}: “${oneLine(channel.title)}”`,
  ].filter((part) => part !== null);
  const lines = [
    `${words.locating}: ${locating.join(language === 'ar' ? '، ' : ', ')}`,
    `${words.firstSeen}: ${time(channel.firstSeen)}`,
    `${words.lastSeen}: ${time(channel.lastSeen)}`,
    `${words.digests}: ${channel.digests.length === 0 ? words.notKnown : ''}`.trimEnd(),
    ...channel.digests.map((digest) => `  ${digest}`),
  ];
  const newLine = format === 'md' ? '  \n   ' : '\n   ';
  return [`${number}. ${url}`, ...lines].join(newLine);
}

/** What others wrote stays on its line, so that it cannot pass for a part of the notice. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu, ' ').trim();
}
