import type { ChannelRef } from './ref.ts';
import type { LinkKind } from './words.ts';

/** One community link recognised in a text. */
export interface Link {
  platform: string;
  kind: LinkKind;
  /** The one spelling under which all ways of writing this link meet: `https://t.me/name`. */
  canonical: string;
  /** The channel it leads to; null for a folder, a paste, a file or what has no name of its own. */
  channel: ChannelRef | null;
  /** The id of the post it leads to, where it leads to one. */
  post: string | null;
  /** As written in the text. */
  text: string;
  /** Defanged, spaced, look-alike letters, invisible characters, digits or dots in words: somebody took care that no machine reads it. */
  obfuscated: boolean;
  /** Offsets into the text as given, UTF-16 units. */
  start: number;
  end: number;
}

/**
 * One way in which a platform writes links. All fields are data, so that the engine can compile every platform's rules
 * into one pass.
 */
export interface LinkRule {
  /**
   * Where the rule looks. A host: `t.me` (also behind `www.`, `m.`, `mobile.`), `*.t.me` (one label more; the path is then
   * read as `/label/path`), `chat.*` (any host whose first label this is), or any host whose path begins with one or two
   * given characters or, with `?`, whose first piece of path ends in a query (a star, a slash and these). A scheme: `tg:`.
   * A sign in running text: `@` or `#` (the path is read from the start of the word that holds it). What a bech32 key
   * begins with: `npub1`.
   */
  on: string[];
  /**
   * Regular expression for what follows the host or scheme, or for the whole sign; case does not matter. `{part}` stands
   * for a named part of the grammar. No unbounded and no nested quantifiers: hostile text must cost linear time.
   */
  path: string;
  /** The rule does not hold where this (case-sensitive) expression matches what follows the path. */
  unless: string | null;
  kind: LinkKind;
  /** `https://t.me/{name}`; `{host}` is the host. */
  canonical: string;
  /** The name in the channel reference, `{name}`, `#{id}`, `+{token}`; null where it leads to no channel. */
  channel: string | null;
  /** `{post}`, where it leads to a post. */
  post: string | null;
}

/** How the links of one platform look. */
export interface LinkGrammar {
  platform: string;
  /** Named parts of paths, as regular expressions without capture groups. */
  parts: Record<string, string>;
  /** Parts whose letter case matters; all others are written in lower case. */
  keepCase: string[];
  /** Words that stand where a part `name` could and are none (lower case). */
  reserved: string[];
  rules: LinkRule[];
  /** A bare `@name`: read only where the text belongs to this platform or one of the cues stands before it. */
  mention: LinkRule | null;
  /** Words that announce a handle of this platform: `Telegram: @name` (lower case). */
  cues: string[];
}
