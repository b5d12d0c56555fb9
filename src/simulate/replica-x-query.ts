/** Does a post match a search of X's API? Words, quoted phrases, `OR`, parentheses, `-` and `from:`; terms side by side must all match. */

/** A post as the search sees it. */
export interface Searched {
  text: string;
  username: string;
}

export type Matcher = (post: Searched) => boolean;

/** Null where the query is none: an open quote or parenthesis, an operator without terms. */
export function xQuery(query: string): Matcher | null {
  const tokens: string[] = query.match(/-?"[^"]*"|[()]|-?\(|[^\s()"]+|"/g) ?? [];
  if (tokens.includes('"')) return null;
  const reader = { tokens, at: 0 };
  const matcher = anyOf(reader);
  return matcher === null || reader.at < tokens.length ? null : matcher;
}

interface Reader {
  tokens: readonly string[];
  at: number;
}

/** `a b OR c`: terms side by side bind closer than `OR`. */
function anyOf(reader: Reader): Matcher | null {
  const parts: Matcher[] = [];
  do {
    const part = allOf(reader);
    if (part === null) return null;
    parts.push(part);
  } while (took(reader, 'OR'));
  return (post) => parts.some((part) => part(post));
}

function allOf(reader: Reader): Matcher | null {
  const parts: Matcher[] = [];
  for (;;) {
    took(reader, 'AND');
    const token = reader.tokens[reader.at];
    if (token === undefined || token === ')' || token === 'OR') break;
    const part = term(reader);
    if (part === null) return null;
    parts.push(part);
  }
  return parts.length === 0 ? null : (post) => parts.every((part) => part(post));
}

function took(reader: Reader, token: string): boolean {
  if (reader.tokens[reader.at] !== token) return false;
  reader.at += 1;
  return true;
}

function term(reader: Reader): Matcher | null {
  const token = reader.tokens[reader.at] ?? '';
  reader.at += 1;
  if (token === '(' || token === '-(' || token === '-') {
    if (token === '-' && !took(reader, '(')) return null;
    const inner = anyOf(reader);
    if (inner === null || !took(reader, ')')) return null;
    return token === '(' ? inner : (post) => !inner(post);
  }
  if (token.startsWith('-')) {
    const inner = plain(token.slice(1));
    return (post) => !inner(post);
  }
  return plain(token);
}

function plain(token: string): Matcher {
  if (token.startsWith('from:')) {
    const name = token.slice('from:'.length).toLowerCase();
    return (post) => post.username.toLowerCase() === name;
  }
  const wanted = wordsOf(token);
  return (post) => wanted.length > 0 && ` ${wordsOf(post.text).join(' ')} `.includes(` ${wanted.join(' ')} `);
}

/** Letters and digits; what stands between parts words. */
function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}_]+/gu) ?? []
  );
}
