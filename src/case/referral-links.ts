import type { LinkGrammar, LinkRule } from '../model/link.ts';
import { type ChannelRef, nameOf, platformOf } from '../model/ref.ts';
import type { LinkFinder } from '../text/links.ts';

/** The exact address of a channel, made from the way in which its platform writes links. */

/**
 * `telegram:sada_100` → `https://t.me/sada_100`. Only what recognition reads back as the same channel is given; null where the
 * platform has no links, or none to such a channel (a native id alone).
 */
export function addressOf(ref: ChannelRef, grammars: readonly LinkGrammar[], find: LinkFinder): string | null {
  const platform = platformOf(ref);
  const rules = grammars.filter((grammar) => grammar.platform === platform).flatMap((grammar) => grammar.rules);
  for (const rule of rules) {
    if (rule.channel === null || rule.post !== null) continue;
    const address = filled(rule, rule.channel, nameOf(ref));
    if (address !== null && find(address, { mentionPlatform: null }).some((link) => link.channel === ref && link.post === null))
      return address;
  }
  return null;
}

const PART = /\{([a-z]+)\}/g;

/** The canonical address of a rule with the parts that the channel's name holds; null where it does not hold them all. */
function filled(rule: LinkRule, template: string, name: string): string | null {
  const names: string[] = [];
  const pattern = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(PART, (_, part: string) => {
    names.push(part);
    return '(.+?)';
  });
  const match = new RegExp(`^${pattern}$`, 'su').exec(name);
  if (match === null) return null;
  const parts = new Map(names.map((part, i) => [part, match[i + 1] ?? '']));
  if ([...rule.canonical.matchAll(PART)].some(([, part]) => !parts.has(part ?? ''))) return null;
  return rule.canonical.replace(PART, (_, part: string) => parts.get(part) ?? '');
}
