/** Which words of a channel's name say what it is for or which copy it is, and not who it is? */

/** Folded. English, French, Spanish, Turkish, Indonesian; Arabic, also in Latin letters; Persian; Russian and Ukrainian. */
const WORDS =
  'official officiel oficial resmi rasmi backup back up reserve reserved spare new newest old main real true original only archive mirror copy ' +
  'channel channels group chat room page account acc community join us here link links version v ii iii iv the and of a an al el ' +
  'nouveau nouvelle nouvel canal chaine secours nuevo nueva respaldo reserva grupo cuenta kanal kanali yedek yeni grubu grup cadangan baru saluran ' +
  'qanat qanah kanat rasmiya rasmi jadid jadida jadeed ihtiyati ihtiyatiya ehtiyat badil badila majmoua majmua hisab ' +
  'قناه القناه قنات قنوات الاحتياطيه احتياطيه الاحتياطي احتياطي احتياط البديله بديله البديل بديل الرسميه رسميه الرسمي رسمي ' +
  'الجديده جديده الجديد جديد القديمه القديم مجموعه المجموعه جروب كروب حساب الحساب صفحه الصفحه ارشيف الارشيف نسخه رابط الثانيه الثاني ثانيه ' +
  'كانال رسمي پشتيبان جديد گروه ' +
  'канал канала официальный официальная официально резерв резервный резервная запасной новый новая чат группа архив зеркало копия ' +
  'офіційний резервний новий група дзеркало';

const DECORATIONS = new Set(WORDS.split(' '));

/** Long enough to be told from the letters around them in a handle without separators. */
const ATTACHED =
  /^(?:official|oficial|backup|reserve|channel|archive|mirror)_*|_*(?:official|oficial|backup|reserve|channel|archive|mirror)$/g;
/** Letters that must be left when something is taken off a word. */
const STEM = 4;

/** True for a folded word that only says "official", "backup", "new", "channel" or the like. */
export function isDecoration(word: string): boolean {
  return DECORATIONS.has(word);
}

/** The word without "official", "backup" or the like grown to its ends; the word itself where too little would remain. */
export function withoutAttached(word: string): string {
  const stem = word.replace(ATTACHED, '');
  return stem.length >= STEM ? stem : word;
}
