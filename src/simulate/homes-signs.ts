import type { Random } from './random.ts';
import type { Script } from './vocabulary.ts';

/** How do people say where a channel went, that they trust it, that it is a fake? `{new}` and `{old}` are links, `{name}` is a title. */

export const SIGNS = ['own', 'friend', 'both', 'warn', 'self', 'recommend', 'list'] as const;
export type Sign = (typeof SIGNS)[number];

/** Two sets, so that what is tuned on one is tested on the other. */
export type Tongue = Record<Script, Record<Sign, readonly string[]>>;

export const FIRST_TONGUE: Tongue = {
  latin: {
    own: [
      'Our backup channel, in case this one is gone tomorrow: {new}',
      'Please join the new home while you can read this: {new}',
      'We are opening a second room, same people, same tea. {new}',
      'Save this link somewhere: {new}',
      'This page may close soon. You will find us here {new} and nowhere else.',
      'If {name} should disappear, look for us at {new}',
    ],
    friend: [
      'For everybody who asks about {name}: they are here now {new}',
      'Subscribe to the new channel of our friends: {new}',
      'The official new home of {name}: {new}',
      'Found them again! {new}',
      '{name} has moved, the link is {new}',
    ],
    both: [
      '{old} is gone, they continue at {new}',
      'Those who followed {old} please join {new}',
      'Moved: {old} → {new}',
      'old {old} new {new}',
    ],
    warn: [
      'Beware, {new} is fake. It only carries the name and the picture.',
      'Please do not join {new}, it is not us.',
      '{new} has nothing to do with us, whoever runs it. Stay away.',
      'Warning: somebody copied {name} under {new}, an impostor.',
    ],
    self: [
      'This is the official channel of {name}, formerly {old}. Join {new}',
      'We are back! The only real {name}: {new}',
      'Our old page {old} is lost, please follow us here: {new}',
    ],
    recommend: [
      'Worth a look this week: {new}',
      'Good people over there {new}',
      'Thanks to {new} for the pictures.',
      'See also {new}',
      'Follow our neighbours {new}',
    ],
    list: ['Where to find everybody now, please share:', 'List of channels, updated tonight', 'New links of the week'],
  },
  arabic: {
    own: [
      'قناتنا الاحتياطية إن أغلقت هذه غدا: {new}',
      'انضموا إلى البيت الجديد ما دمتم تقرؤون هذا: {new}',
      'فتحنا غرفة ثانية، الناس أنفسهم والشاي نفسه {new}',
      'احفظوا هذا الرابط عندكم {new}',
      'قد تغلق هذه الصفحة قريبا، تجدوننا هنا {new}',
      'إذا اختفت {name} فابحثوا عنا في {new}',
    ],
    friend: [
      'لمن يسأل عن {name} هم هنا الآن {new}',
      'اشتركوا في القناة الجديدة لأصدقائنا {new}',
      'القناة الرسمية الجديدة {name}: {new}',
      'وجدناهم من جديد {new}',
      'انتقلت {name} والرابط {new}',
    ],
    both: [
      'لم تعد {old} ظاهرة وهم يتابعون في {new}',
      'من كان يتابع {old} فليدخل {new}',
      'انتقلوا من {old} إلى {new}',
      'القديم {old} والجديد {new}',
    ],
    warn: [
      'احذروا {new} قناة مزيفة، ليس فيها إلا الاسم والصورة',
      'لا تنضموا إلى {new} ليست لنا',
      'لا علاقة لنا بالرابط {new} مهما قالوا',
      'تحذير: قلد أحدهم {name} تحت {new} وهو منتحل',
    ],
    self: [
      'هذه القناة الرسمية {name} وكانت {old} انضموا {new}',
      'عدنا إليكم، {name} الحقيقية الوحيدة {new}',
      'فقدنا صفحتنا {old} تابعونا هنا {new}',
    ],
    recommend: [
      'يستحق الزيارة هذا الأسبوع {new}',
      'ناس طيبون هناك {new}',
      'شكرا للإخوة في {new} على الصور',
      'انظروا أيضا {new}',
      'تابعوا جيراننا {new}',
    ],
    list: ['أين تجدون الجميع الآن، انشروها:', 'قائمة القنوات بعد تحديث الليلة', 'روابط الأسبوع الجديدة'],
  },
  cyrillic: {
    own: [
      'Наш резервный канал, если этот завтра исчезнет: {new}',
      'Сохраните ссылку: {new}',
      'Открываем вторую комнату, те же люди, тот же чай {new}',
      'Если {name} пропадёт, ищите нас здесь {new}',
    ],
    friend: [
      'Кто спрашивал про {name}: они теперь здесь {new}',
      'Подпишитесь на новый канал наших друзей {new}',
      'Нашлись! {new}',
      '{name} переехали, вот ссылка {new}',
    ],
    both: ['{old} больше нет, продолжение в {new}', 'Кто читал {old}, переходите в {new}', 'Переезд: {old} → {new}'],
    warn: [
      'Осторожно, {new} подделка, там только имя и картинка',
      'Не вступайте в {new}, это не мы',
      'Кто-то скопировал {name} как {new}, fake',
    ],
    self: ['Это официальный канал {name}, раньше {old}. Подписывайтесь {new}', 'Мы вернулись! Настоящий {name}: {new}'],
    recommend: ['Загляните на этой неделе {new}', 'Спасибо {new} за фотографии', 'Смотрите также {new}'],
    list: ['Где теперь всех найти:', 'Список каналов, обновлено', 'Новые ссылки недели'],
  },
};

export const SECOND_TONGUE: Tongue = {
  latin: {
    own: [
      'We may have to leave this server. Write the other address down: {new}',
      'second address for {name} {new}',
      'From Sunday on everything appears under {new}, the old pages stay as long as they can',
      'Everyone please come over to {new} before the weekend',
      'backup {new}',
    ],
    friend: [
      'does anyone know where {name} went? -> {new}',
      '{name} reopened over at {new}, says my cousin',
      'the {name} people sit in {new} these days',
      'new address of {name}, verified with them: {new}',
      'if you miss {name}: {new}',
    ],
    both: [
      'was {old}, is now {new}',
      '{old} does not answer any more. Try {new}',
      'update your bookmarks: {old} became {new}',
      '{new} (formerly {old})',
    ],
    warn: [
      'careful with {new}, no one of {name} knows who opened it',
      'that {new} thing is a scam, the people behind {name} say so',
      '{new} is not {name}. Do not trust it.',
      'I asked around: {new} is an impersonator',
    ],
    self: [
      'Welcome to the new rooms of {name}. The old door was {old}, this is {new}',
      '{name} continues at {new}',
      'Yes, it is really us: {new}',
    ],
    recommend: [
      'somebody posted this in {new} yesterday',
      'nice thread at {new}',
      'cf. {new}',
      'crossposted from {new}',
      'for questions about soil ask in {new}',
    ],
    list: ['address book, second edition', 'Who is where:', 'collected addresses, no guarantee'],
  },
  arabic: {
    own: [
      'قد نغادر هذا المكان، اكتبوا العنوان الآخر {new}',
      'عنوان ثان لـ {name} {new}',
      'ابتداء من الأحد ننشر كل شيء في {new}',
      'تعالوا جميعا إلى {new} قبل نهاية الأسبوع',
    ],
    friend: [
      'من يعرف أين ذهبت {name}؟ الجواب {new}',
      'عادت {name} وفتحت بابها في {new}',
      'جماعة {name} يجلسون هذه الأيام في {new}',
      'عنوان {name} الجديد موثوق {new}',
    ],
    both: ['كانت {old} وصارت {new}', '{old} لا يجيب، جربوا {new}', 'غيروا العنوان من {old} إلى {new}'],
    warn: ['انتبهوا من {new} لا أحد من {name} يعرف صاحبها', '{new} احتيال هكذا يقول أهل {name}', '{new} ليست {name} لا تثقوا بها'],
    self: ['أهلا بكم في غرف {name} الجديدة، الباب القديم {old} وهذا {new}', 'تستمر {name} في {new}', 'نعم هذه نحن حقا {new}'],
    recommend: ['نشر أحدهم هذا أمس في {new}', 'حديث جميل في {new}', 'اسألوا عن التربة في {new}'],
    list: ['دفتر العناوين، الطبعة الثانية', 'من أين وإلى أين:', 'عناوين جمعناها بلا ضمان'],
  },
  cyrillic: {
    own: ['Возможно, уйдём с этого сервера. Второй адрес: {new}', 'С воскресенья всё будет в {new}', 'запасной адрес {name} {new}'],
    friend: ['Кто знает, куда делись {name}? → {new}', '{name} снова открылись в {new}', 'все из {name} теперь сидят в {new}'],
    both: ['было {old}, стало {new}', '{old} не отвечает, попробуйте {new}', 'поменяйте закладки: {old} теперь {new}'],
    warn: ['с {new} аккуратнее, никто из {name} не знает, кто это открыл', '{new} не {name}, не верьте', '{new} scam, говорят в {name}'],
    self: ['Добро пожаловать в новые комнаты {name}. Старая дверь {old}, эта {new}', '{name} продолжаются в {new}'],
    recommend: ['вчера писали об этом в {new}', 'хорошая беседа в {new}', 'про почву спросите в {new}'],
    list: ['Адресная книга, второе издание', 'Кто где:', 'Собранные адреса без гарантии'],
  },
};

export interface SignParts {
  to: string;
  from: string;
  name: string;
}

/** A sentence with its links. */
export function sign(tongue: Tongue, script: Script, kind: Sign, parts: SignParts, random: Random): string {
  return random.pick(tongue[script][kind]).replaceAll('{new}', parts.to).replaceAll('{old}', parts.from).replaceAll('{name}', parts.name);
}
