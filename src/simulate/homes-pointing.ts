import type { Ms } from '../model/observation.ts';
import { formatTime } from '../model/time.ts';
import type { Stage } from './homes-family.ts';
import { type Sign, sign } from './homes-signs.ts';
import { DAY, HOUR, refOf } from './homes-stage.ts';
import type { Fate } from './homes-story.ts';
import type { Actor } from './homes-types.ts';
import type { Random } from './random.ts';

/** Who says where a lost channel went, who is fooled, who warns, who lies? */

interface Crowd {
  /** By brand: those that could speak for it. */
  siblings: Map<number, Actor[]>;
  readers: Actor[];
  anybody: Actor[];
}

export function point(stage: Stage, fates: readonly Fate[]): void {
  const crowd = crowdOf(stage);
  for (const fate of fates) {
    for (const home of fate.homes) pointHome(stage, fate, home, crowd);
    for (const impostor of fate.impostors) pointImpostor(stage, fate, impostor, crowd);
  }
  recommend(stage);
  spam(stage, fates, crowd);
}

function crowdOf(stage: Stage): Crowd {
  const siblings = new Map<number, Actor[]>();
  const visible = stage.actors.filter((actor) => !actor.hidden && actor.role !== 'impostor' && actor.role !== 'control');
  for (const actor of visible) siblings.set(actor.brand, [...(siblings.get(actor.brand) ?? []), actor]);
  return { siblings, readers: visible.filter((actor) => actor.readers), anybody: visible };
}

interface Saying {
  by: Actor;
  kind: Sign;
  at: Ms;
  kept?: boolean;
  author?: string;
}

/** Plans one post; what would come after somebody's end is never written. */
function say(stage: Stage, fate: Fate, to: Actor, saying: Saying): boolean {
  const { by, at } = saying;
  const { random, family } = stage;
  if (at >= (by.lostAt ?? stage.at) - HOUR || at < by.createdAt) return false;
  const name = random.chance(0.5) ? fate.lost.title : fate.look.title;
  const parts = { to: to.place.link(to.handle, random), from: fate.lost.place.link(fate.lost.handle, random), name };
  // The address is sometimes behind a word, where only the platform's own data shows it.
  const behind = random.chance(0.08);
  const text = sign(family.tongue, by.script, saying.kind, behind ? { ...parts, to: '👉' } : parts, random);
  const around = random.chance(0.25) ? `${by.voice.write(random, 0.5, 0)}\n\n${text}` : text;
  by.planned.push({
    at: Math.floor(at),
    text: around,
    author: saying.author ?? authorOf(by, random),
    kept: saying.kept ?? false,
    links: behind ? [to.place.address(to.handle)] : [],
  });
  return true;
}

function authorOf(by: Actor, random: Random): string | null {
  return by.authors === 0 ? null : `${by.authorStem}-${random.int(by.authors)}`;
}

function pointHome(stage: Stage, fate: Fate, home: Actor, crowd: Crowd): void {
  const { random, family } = stage;
  const { rates } = family;
  announce(stage, fate, home);
  const after = (mean: number): Ms => home.from + HOUR + random.exponential(mean);
  if (!home.hidden && random.chance(rates.ownWord)) say(stage, fate, home, { by: home, kind: 'self', at: after(DAY) });
  const siblings = siblingsOf(fate, crowd).filter((actor) => actor !== home);
  if (random.chance(rates.friends)) someSay(stage, fate, home, siblings, 3, after(2 * DAY));
  const near = crowd.readers.filter((actor) => actor.brand === fate.lost.brand);
  if (random.chance(rates.readers))
    someSay(stage, fate, home, random.chance(0.7) && near.length > 0 ? near : crowd.readers, 5, after(2 * DAY));
  if (random.chance(rates.moved)) fate.lost.movedTo = refOf(home);
  if (!home.hidden && random.chance(rates.slandered)) slander(stage, fate, home, crowd);
}

function siblingsOf(fate: Fate, crowd: Crowd): Actor[] {
  return (crowd.siblings.get(fate.lost.brand) ?? []).filter((actor) => actor !== fate.lost);
}

/** In its last days the channel names its second home itself. */
function announce(stage: Stage, fate: Fate, home: Actor): void {
  const { random, family } = stage;
  const lostAt = fate.lost.lostAt ?? stage.at;
  if (home.createdAt >= lostAt - DAY || !random.chance(family.rates.announced)) return;
  const times = 1 + random.int(4);
  for (let i = 0; i < times; i += 1) {
    say(stage, fate, home, {
      by: fate.lost,
      kind: 'own',
      at: lostAt - HOUR - random.uniform() * Math.min(12 * DAY, lostAt - home.createdAt),
    });
  }
}

/** Up to `most` of these people say where it went. */
function someSay(stage: Stage, fate: Fate, to: Actor, by: readonly Actor[], most: number, from: Ms): void {
  const { random } = stage;
  if (by.length === 0) return;
  for (let i = random.int(most); i >= 0; i -= 1) {
    say(stage, fate, to, { by: random.pick(by), kind: thirdParty(random), at: from + random.exponential(2 * DAY) });
  }
}

function thirdParty(random: Random): Sign {
  return random.chance(0.45) ? 'both' : 'friend';
}

/** A genuine home is called fake: by the one that pretends, or by anybody. */
function slander(stage: Stage, fate: Fate, home: Actor, crowd: Crowd): void {
  const { random } = stage;
  const by = fate.impostors[0] ?? random.pick(crowd.anybody);
  denounce(stage, fate, home, by, home.from + random.exponential(5 * DAY), random.chance(0.5), random);
}

function denounce(stage: Stage, fate: Fate, about: Actor, by: Actor, at: Ms, written: boolean, random: Random): void {
  const said = say(stage, fate, about, { by, kind: 'warn', at, kept: true });
  if (said) stage.denounced.add(about);
  if ((said && !written) || at >= stage.at) return;
  stage.denounced.add(about);
  stage.disputes.push({
    type: 'dispute',
    by: refOf(by),
    about: refOf(about),
    at: formatTime(Math.floor(at / 1000) * 1000),
    kind: random.pick(['fake', 'fake', 'honeypot', 'not_endorsed', 'hijacked']),
    source: 'analyst notes',
  });
}

function pointImpostor(stage: Stage, fate: Fate, impostor: Actor, crowd: Crowd): void {
  const { random, family } = stage;
  const { rates } = family;
  const after = (mean: number): Ms => impostor.createdAt + HOUR + random.exponential(mean);
  const siblings = siblingsOf(fate, crowd);
  if (random.chance(0.6)) say(stage, fate, impostor, { by: impostor, kind: 'self', at: after(DAY) });
  // Mostly throw-away names in open groups; now and then a sibling that was fooled.
  if (random.chance(rates.forged)) someSay(stage, fate, impostor, random.chance(0.8) ? crowd.readers : siblings, 4, after(2 * DAY));
  if (!random.chance(rates.denounced)) return;
  const genuine = fate.homes.find((home) => !home.hidden);
  const witness = siblings.length > 0 ? random.pick(siblings) : random.pick(crowd.anybody);
  const by = genuine !== undefined && random.chance(0.6) ? genuine : witness;
  denounce(stage, fate, impostor, by, after(6 * DAY), random.chance(0.6), random);
  // The word goes round.
  if (random.chance(0.5)) for (let i = random.int(4); i >= 0; i -= 1) someWarn(stage, fate, impostor, crowd.readers, after(8 * DAY));
}

function someWarn(stage: Stage, fate: Fate, about: Actor, readers: readonly Actor[], at: Ms): void {
  if (readers.length > 0) say(stage, fate, about, { by: stage.random.pick(readers), kind: 'warn', at });
}

/** Ordinary talk about a channel that went nowhere. */
function about(actor: Actor): Fate {
  return {
    lost: actor,
    look: { title: actor.title, handle: actor.handle },
    picture: null,
    rate: 0,
    brandSize: 1,
    homes: [],
    impostors: [],
  };
}

/** What channels say of one another on ordinary days: nobody went anywhere. */
function recommend(stage: Stage): void {
  const { random } = stage;
  const unseen = stage.actors.filter((actor) => actor.hidden && actor.role === 'bystander');
  const brands = new Map<number, Actor[]>();
  for (const actor of stage.actors) brands.set(actor.brand, [...(brands.get(actor.brand) ?? []), actor]);
  for (const actor of stage.actors) {
    if (actor.hidden || actor.posts < 5) continue;
    const times = Math.floor(random.exponential(3));
    for (let i = 0; i < times; i += 1) recommendOne(stage, actor, { family: brands.get(actor.brand) ?? [], unseen });
    if (actor.readers && random.chance(0.4)) directory(stage, actor);
  }
}

function recommendOne(stage: Stage, by: Actor, { family, unseen }: { family: readonly Actor[]; unseen: readonly Actor[] }): void {
  const { random } = stage;
  const others = unseen.length > 0 && random.chance(0.5) ? unseen : stage.actors;
  const to = family.length > 1 && random.chance(0.4) ? random.pick(family) : random.pick(others);
  const from = Math.max(stage.start, by.createdAt, to.createdAt);
  const until = by.lostAt ?? stage.at;
  if (to === by || until <= from) return;
  say(stage, about(to), to, { by, kind: random.chance(0.75) ? 'recommend' : 'friend', at: from + random.uniform() * (until - from) });
}

/** A list of links: everybody and so nobody. */
function directory(stage: Stage, by: Actor): void {
  const { random, family } = stage;
  const at = stage.at - random.uniform() * 0.3 * (stage.at - stage.start);
  const there = stage.actors.filter((actor) => actor.script === by.script && actor.createdAt < at);
  if (there.length === 0 || at < by.createdAt || at > (by.lostAt ?? stage.at)) return;
  const lines = Array.from({ length: 5 + random.int(9) }, () => random.pick(there)).map(
    (actor) => `${actor.title} ${actor.place.link(actor.handle, random)}`,
  );
  const head = random.pick(family.tongue[by.script].list);
  by.planned.push({ at: Math.floor(at), text: [head, ...lines].join('\n'), author: authorOf(by, random), links: [], kept: false });
}

/** One author who says the same a thousand times, and one text in the mouths of many. */
function spam(stage: Stage, fates: readonly Fate[], crowd: Crowd): void {
  const { random, family } = stage;
  if (crowd.readers.length === 0) return;
  for (const fate of fates) {
    if (!random.chance(family.rates.spam)) continue;
    const to = fate.impostors[0] ?? random.pick(crowd.anybody);
    const link = to.place.link(to.handle, random);
    const text = sign(family.tongue, fate.lost.script, 'friend', { to: link, from: '', name: fate.lost.title }, random);
    const from = Math.max(to.createdAt, fate.lost.lostAt ?? stage.at);
    if (random.chance(0.5)) oneAuthor(stage, text, from, random.pick(crowd.readers));
    else manyMouths(stage, text, from, crowd.readers);
  }
}

/** How often, at most a thousand times: so that small worlds are not drowned. */
function often(stage: Stage): number {
  return Math.min(1_000, Math.round(3 * stage.size.posts));
}

function oneAuthor(stage: Stage, text: string, from: Ms, by: Actor): void {
  const { random } = stage;
  const author = by.authors === 0 ? null : `${by.authorStem}-s`;
  for (let i = often(stage); i > 0; i -= 1)
    plan(stage, by, from + random.uniform() * (stage.at - from), random.chance(0.7) ? `${text} ${random.int(10_000)}` : text, author);
}

function manyMouths(stage: Stage, text: string, from: Ms, readers: readonly Actor[]): void {
  const { random } = stage;
  for (let i = often(stage) / 4; i > 0; i -= 1) {
    const by = random.pick(readers);
    plan(stage, by, from + random.uniform() * (stage.at - from), text, authorOf(by, random));
  }
}

function plan(stage: Stage, by: Actor, at: Ms, text: string, author: string | null): void {
  if (at >= by.createdAt && at < (by.lostAt ?? stage.at)) by.planned.push({ at: Math.floor(at), text, author, links: [], kept: false });
}
