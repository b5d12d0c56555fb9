import type { Stance } from '../model/words.ts';
import { fold } from './fold.ts';

/**
 * What does a post that carries a link say of the place it points to? A small word list in Arabic and English, read in one
 * pass; nothing is weighed or learnt, and every answer names the words it rests on.
 *
 * Known limits: the whole post has one stance, so who warns of one place and praises another in one post warns; questions
 * ("is it fake?"), irony and quotations are taken at their word; ordinary senses count too ("the official opening hours"
 * endorse, "a trap for mice" warns); a negation behind its word ("the official one is not this") is not seen.
 */

type Said = Exclude<Stance, 'neutral'>;
/** A new place that is only named calls nobody loudly: "the official new home" endorses, "new channel: …" still calls. */
type Level = Said | 'new place';

/**
 * Strongest first. Who warns may name what is warned of ("do not join the official new channel"). Calm beats the call it is
 * followed by, because a plea for calm is the rarer and tells more ("stay calm and join us").
 */
const LEVELS: readonly Level[] = ['warn', 'calm', 'call', 'endorse', 'new place'];

interface Row {
  level: Level;
  /** What the words say behind a negation ("not fake", "do not join"); null: nothing. */
  negated: Level | null;
  phrases: readonly string[];
}

/**
 * The list, in natural spelling; `[a|b]` is a choice. An Arabic word without ال stands for the word with it as well, and any
 * word for itself behind و ف ب ك ل. A word with ال is only meant with it. The longest phrase that fits is taken.
 */
const CUES: readonly Row[] = [
  {
    level: 'warn',
    negated: 'endorse',
    phrases: [
      '[fake|fakes|trap|traps|honeypot|honeypots|honey pot|bait|scam|scams|scammers|fraud|fraudulent|phishing|counterfeit]',
      '[impostor|impostors|imposter|imposters|impersonator|impersonators|impersonates|impersonating|suspicious|malicious]',
      '[hijacked|hacked|compromised|infiltrated|stolen|unofficial|untrusted]',
      '[مزيفة|مزيف|مزيفا|مزيفين|مزورة|مزور|وهمية|وهمي|زائفة|زائف|كاذبة|مشبوهة|مشبوه|احتيال|احتيالية]',
      '[فخ|فخا|مصيدة|كمين|كمينا|منتحلة|منتحل|منتحلين|تنتحل|ينتحل|انتحال|مخترقة|مخترق|اختراق|مسروقة|مسروق]',
    ],
  },
  {
    level: 'warn',
    negated: null,
    phrases: [
      '[beware|warning|watch out|stay away|keep away|stay clear of|nothing to do with us|no connection with us|no connection to us]',
      "[not|isn't|isnt|is not] [us|ours|from us|run by us|our own]",
      "[do not|don't|dont|never] [fall for|believe|trust|be fooled by]",
      '[pretends|pretending|claims|claiming] to be us',
      '[احذروا|احذرو|احذر|حذار|تحذير|نحذر|نحذركم|تجنبوا|ابتعدوا|ابتعدوا عن|إياكم]',
      '[ليست لنا|ليس لنا|ليست قناتنا|ليست منا|لا تمثلنا|لا يمثلنا|لا تتبع لنا|لا علاقة لنا|لا صلة لنا|باسمنا زورا]',
      '[لا تثقوا|لا تثق|لا تصدقوا|لا تنخدعوا|لا تقعوا في]',
    ],
  },
  {
    level: 'calm',
    negated: null,
    phrases: [
      '[stay|keep|remain|be] [calm|patient]',
      "[do not|don't|dont|no need to|no reason to] [panic|worry|fear|be afraid|be alarmed]",
      '[calm down|no panic|stay put|stay where you are|no cause for alarm]',
      "[do not|don't|dont|no need to|nobody needs to] [move|migrate|leave]",
      '[are not moving|are not leaving|have not moved|are staying here]',
      '[اطمئنوا|اطمئن|اطمأنوا|الهدوء|اهدأوا|اهدؤوا|اصبروا|تحلوا بالصبر]',
      '[ابقوا|كونوا|ظلوا] [هادئين|مطمئنين]',
      'لا [تقلقوا|تقلق|تخافوا|تفزعوا|ترتبكوا|تنتقلوا|تغادروا]',
      'لا [داعي|حاجة] [للقلق|للخوف|للذعر|للهلع|للانتقال]',
      '[لم|لن] ننتقل',
    ],
  },
  {
    level: 'call',
    negated: 'warn',
    phrases: [
      '[join|joining|subscribe|subscribing]',
      '[follow|find|meet] [us|them]',
      '[follow|enter] [the new|our new|our]',
      'come [over|with us|along|to our]',
      'our [new|backup|reserve|spare|mirror] [channel|group|room|account|home|link|page|chat|place|hall]',
      '[انضموا|انضمو|انضمي|تنضموا|الانضمام|التحقوا|تلتحقوا|الالتحاق|اشتركوا|اشتركو|تشتركوا|الاشتراك]',
      'انضم [إلينا|إلى|معنا|الآن]',
      'اشترك [في|معنا|الآن]',
      '[تابعونا|تابعوا|تابعوها|تتابعوا|تتابعوها|ادخلوا|تدخلوا]',
      '[قناتنا|مجموعتنا|غرفتنا|صفحتنا] [الجديدة|الاحتياطية|البديلة]',
      '[رابطنا|حسابنا|بيتنا|مكاننا] [الجديد|الاحتياطي|البديل]',
    ],
  },
  {
    level: 'call',
    // Who has not moved wants people to stay.
    negated: 'calm',
    phrases: [
      '[we moved|have moved|has moved|have now moved|have migrated|has migrated|have relocated|has relocated]',
      "[we've moved|are moving|we are moving|we're moving]",
      '[انتقلنا|ننتقل|انتقلوا|تنتقلوا|انتقلت إلى|انتقل إلى]',
    ],
  },
  {
    level: 'endorse',
    negated: 'warn',
    phrases: [
      '[official|officially|genuine|authentic|verified|trusted|trustworthy|reliable|legitimate|legit]',
      'trust [it|them|this|these]',
      '[really|truly|indeed] us',
      'the [only|real] [channel|group|room|account|one]',
      '[رسمية|رسمي|رسميا|موثوقة|موثوق|موثقة|معتمدة|معتمد|مضمونة|مضمون|نثق]',
      '[الحقيقية|الحقيقي|الأصلية|الأصلي|الصحيحة]',
      '[القناة|قناتنا|المجموعة|مجموعتنا|الغرفة] الوحيدة',
    ],
  },
  {
    level: 'new place',
    negated: 'warn',
    phrases: [
      '[new|backup|reserve|spare|mirror] [channel|group|account|home|link]',
      'new backup',
      '[قناة|مجموعة|غرفة] [جديدة|احتياطية|بديلة]',
      '[القناة|المجموعة|الغرفة] [الجديدة|الاحتياطية|البديلة]',
      '[رابط|حساب] [جديد|احتياطي|بديل]',
      '[الرابط|الحساب] [الجديد|الاحتياطي|البديل]',
    ],
  },
];

/** What turns the next cue into its opposite. Who says that a place claims to be official says that it is not. */
const NEGATIONS: readonly string[] = [
  '[not|no|non|never|nor|neither|cannot|nobody]',
  '[do|does|did|is|are|was|were|have|has|should|must|will|would|can] not',
  "[don't|dont|doesn't|doesnt|didn't|isn't|isnt|aren't|arent|wasn't|haven't|hasn't|shouldn't|mustn't|won't|can't|cant]",
  '[so called|self styled|claims to be|claiming to be|pretends to be|pretending to be]',
  '[لا|ليس|ليست|ليسوا|لسنا|لم|لن|غير|مش|مو|تدعي|يدعي|تزعم|يزعم|ما يسمى]',
];

/** What looks like a negation of the word behind it and urges. ("Do not forget to join" needs no rule: "forget" ends the reach.) */
const NO_NEGATIONS: readonly string[] = ['why not', 'لم لا'];

/** A negation reaches its cue over these alone ("not a single real one", "never to be"), so "do not believe the fake one" warns. */
const SMALL: readonly string[] = [
  '[a|an|the|this|that|these|our|their|your|his|her|of|in|at|to|be|been|being|by|for|any|all|some|one|single|part|way|yet|ever|even]',
  '[really|truly|actually|exactly|at all|longer|more|very|so|please|you|we|they|should|need|reason|want|advise|recommend|anyone]',
  '[channel|group|account|room|link|page|home|chat]',
  '[هي|هو|هذه|هذا|تلك|ذلك|هنا|في|من|على|إلى|أن|بعد|أبدا|أحد|داعي|حاجة|ننصح|أنصح|نوصي|قناة|قناتنا|مجموعة|مجموعتنا|رابط|حساب|صفحة|غرفة]',
];
const REACH = 4;

/** What a phrase of the list does where it stands. */
type Role = { is: 'cue'; row: Row } | { is: 'negation' } | { is: 'small' } | { is: 'nothing' };

interface Entry {
  /** In natural spelling. */
  shown: string;
  words: readonly string[];
  role: Role;
}

/** By first word; long phrases first. */
const entries = new Map<string, Entry[]>();
for (const row of CUES) add(row.phrases, { is: 'cue', row });
add(NEGATIONS, { is: 'negation' });
add(NO_NEGATIONS, { is: 'nothing' });
add(SMALL, { is: 'small' });

function add(phrases: readonly string[], role: Role): void {
  for (const shown of phrases.flatMap(choices)) {
    const words = fold(shown).split(' ');
    const first = words[0] ?? '';
    const list = [...(entries.get(first) ?? []), { shown, words, role }].sort((a, b) => b.words.length - a.words.length);
    entries.set(first, list);
  }
}

/** Every way to read the choices of a phrase. */
function choices(phrase: string): string[] {
  const open = phrase.indexOf('[');
  if (open === -1) return [phrase];
  const close = phrase.indexOf(']', open);
  const rests = choices(phrase.slice(close + 1));
  const options = phrase.slice(open + 1, close).split('|');
  return options.flatMap((option) => rests.map((rest) => `${phrase.slice(0, open)}${option}${rest}`));
}

/** Stands for whatever ends a clause, addresses included. */
const BREAK = '';
/** Addresses, the words around them, and line breaks come apart here. */
const RUN = /\n|[!-~]+|[^\s!-~]+/g;
/** Most runs are no more than this; the finer look is for the others. */
const LATIN_WORD = /^[a-z0-9]+$/;
const ADDRESS = /[/@]|[a-z0-9]\.[a-z0-9]/;
const PIECE = /[\p{L}\p{N}\p{M}_']+|[.!?؟،,;؛:()[\]|—–…]/gu;
const WORD_START = /^[\p{L}\p{N}\p{M}_']/u;
/** No word of the list is longer, and no Arabic one with all that can be joined to its front. */
const LONGEST = 24;

/** The words of a text in order. The words of addresses and handles are names and say nothing. */
function wordsOf(folded: string): string[] {
  const words: string[] = [];
  for (const [run] of folded.matchAll(RUN)) {
    if (run === '\n') words.push(BREAK);
    else if (LATIN_WORD.test(run)) words.push(run);
    else if (!ADDRESS.test(run)) addWords(run, words);
    else {
      // "join:https://…" is a word and an address.
      const before = run.slice(0, Math.max(0, run.indexOf(':')));
      if (!ADDRESS.test(before)) addWords(before, words);
      words.push(BREAK);
    }
  }
  return words;
}

function addWords(run: string, words: string[]): void {
  for (const [piece] of run.matchAll(PIECE)) {
    const quoted = piece.length <= LONGEST && (piece.startsWith("'") || piece.endsWith("'"));
    words.push(!WORD_START.test(piece) ? BREAK : quoted ? piece.replaceAll("'", '') : piece);
  }
}

/** A word as it stands, and without the Arabic particles and the article that are joined to its front. */
function formsOf(word: string): string[] {
  const forms = [word];
  if (word.length > LONGEST || !/^[وفبكلا]/.test(word)) return forms;
  if (/^[وف]./.test(word)) forms.push(word.slice(1));
  for (const form of [...forms]) {
    if (form.startsWith('لل')) forms.push(`ال${form.slice(2)}`);
    else if (/^[بكل]./.test(form)) forms.push(form.slice(1));
  }
  for (const form of [...forms]) if (/^ال../.test(form)) forms.push(form.slice(2));
  return forms.filter((form) => form.length > 1);
}

function says(given: string, word: string): boolean {
  // Whatever is taken off in front, the rest stays: the cheap look first.
  return given.endsWith(word.slice(1)) && formsOf(given).includes(word);
}

/** The longest phrase of the list that begins here; a word as it stands goes before what it may be made of. */
function entryAt(words: readonly string[], at: number): Entry | null {
  for (const form of formsOf(words[at] ?? BREAK)) {
    const found = entries.get(form)?.find((entry) => entry.words.every((word, i) => i === 0 || says(words[at + i] ?? BREAK, word)));
    if (found !== undefined) return found;
  }
  return null;
}

/** A negation that waits for its cue. */
interface Negation {
  shown: string;
  /** Small words since. */
  distance: number;
}

function cueOf(row: Row, shown: string, negation: Negation | null): { level: Level | null; cue: string } {
  if (negation === null) return { level: row.level, cue: shown };
  return { level: row.negated, cue: `${negation.shown} ${negation.distance === 0 ? '' : '… '}${shown}` };
}

/** The negation that holds for what follows an entry, or a word of no entry. */
function negationBehind(entry: Entry | null, negation: Negation | null): Negation | null {
  if (entry?.role.is === 'negation') return { shown: entry.shown, distance: 0 };
  if (entry?.role.is !== 'small' || negation === null || negation.distance === REACH) return null;
  return { shown: negation.shown, distance: negation.distance + 1 };
}

/**
 * The stance of a post that carries a link.
 *
 * @param folded the post's text as `fold` leaves it, with its links
 * @returns the strongest stance that is spoken, in the order warn, calm, call, endorse, and in `cues` the words of the list
 *   that say so, each once, in natural spelling and with their negation (`not … trap`); `neutral` without cues where none
 *   stands. Never throws; takes time in proportion to the text.
 */
export function stanceOf(folded: string): { stance: Stance; cues: string[] } {
  const words = wordsOf(folded);
  const found = new Map<Level, Set<string>>(LEVELS.map((level) => [level, new Set()]));
  let negation: Negation | null = null;
  for (let at = 0; at < words.length; ) {
    const entry = entryAt(words, at);
    if (entry?.role.is === 'cue') {
      const { level, cue } = cueOf(entry.role.row, entry.shown, negation);
      if (level !== null) found.get(level)?.add(cue);
    }
    negation = negationBehind(entry, negation);
    at += entry?.words.length ?? 1;
  }
  const level = LEVELS.find((one) => (found.get(one)?.size ?? 0) > 0);
  if (level === undefined) return { stance: 'neutral', cues: [] };
  return { stance: level === 'new place' ? 'call' : level, cues: [...(found.get(level) ?? [])] };
}
