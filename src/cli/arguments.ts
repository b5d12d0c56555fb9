import { parseArgs } from 'node:util';
import { z } from 'zod';
import { reasonOf, UserError } from '../model/errors.ts';
import type { Verb } from '../verbs/verb.ts';

/** From the words of a command line to a verb's input, read off its schema. */

export interface CommandLine {
  verb: string;
  caseFolder: string;
  json: boolean;
  help: boolean;
  /** What is left for the verb. */
  rest: string[];
}

/** Takes out what is understood everywhere, before or after the command's name. */
export function splitCommandLine(argv: readonly string[]): CommandLine {
  const line: CommandLine = { verb: '', caseFolder: '.', json: false, help: false, rest: [] };
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--') {
      line.rest.push(...argv.slice(i));
      break;
    }
    if (word === '--json') line.json = true;
    else if (word === '--help' || word === '-h') line.help = true;
    else if (word === '--case') {
      const folder = argv[++i];
      if (folder === undefined) throw new UserError('--case needs a folder');
      line.caseFolder = folder;
    } else if (word.startsWith('--case=')) line.caseFolder = word.slice('--case='.length);
    else if (line.verb === '' && !word.startsWith('-')) line.verb = word;
    else line.rest.push(word);
  }
  return line;
}

interface Property {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: string[];
}

export interface Field {
  name: string;
  flag: string;
  type: 'text' | 'number' | 'boolean' | 'list';
  description: string;
  required: boolean;
  usual: string | null;
  choices: string[];
}

/** The fields of a verb's input. */
export function fieldsOf(verb: Verb): Field[] {
  const schema = z.toJSONSchema(verb.input, { io: 'input' }) as { properties?: Record<string, Property>; required?: string[] };
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    flag: name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    type:
      property.type === 'boolean'
        ? 'boolean'
        : property.type === 'number' || property.type === 'integer'
          ? 'number'
          : property.type === 'array'
            ? 'list'
            : 'text',
    description: property.description ?? '',
    required: schema.required?.includes(name) ?? false,
    usual:
      property.default === undefined || property.default === '' || property.default === false || Array.isArray(property.default)
        ? null
        : String(property.default),
    choices: property.enum ?? [],
  }));
}

/** A verb's input from what is left of the command line. `UserError` says what is wrong and how help is had. */
export function inputOf(verb: Verb, rest: readonly string[]): z.output<typeof verb.input> {
  const fields = fieldsOf(verb);
  const values: Record<string, unknown> = {};
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args: rest.map(shielded),
      options: Object.fromEntries(
        fields.map((field) => [
          field.flag,
          { type: field.type === 'boolean' ? 'boolean' : 'string', multiple: field.type === 'list' } as const,
        ]),
      ),
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw new UserError(`${reasonOf(error).split('. ')[0]}. See trackway ${verb.name} --help`, { cause: error });
  }
  for (const field of fields) {
    const value = parsed.values[field.flag];
    if (value !== undefined) values[field.name] = field.type === 'number' ? Number(value) : unshielded(value);
  }
  const positionals = parsed.positionals.map(unshielded);
  for (const word of verb.words) {
    const field = fields.find((candidate) => candidate.name === word);
    if (positionals.length === 0) break;
    values[word] = field?.type === 'list' ? positionals.splice(0) : positionals.shift();
  }
  if (positionals.length > 0)
    throw new UserError(`${verb.name} does not know what to do with "${positionals[0]}". See trackway ${verb.name} --help`);
  const checked = verb.input.safeParse(values);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  const field = fields.find((candidate) => candidate.name === issue?.path[0]);
  const missing = field !== undefined && values[field.name] === undefined;
  const name = field === undefined ? '' : verb.words.includes(field.name) ? field.name.toUpperCase() : `--${field.flag}`;
  const said = missing ? `${name} is missing: ${field.description}` : `${name}: ${issue?.message ?? 'not understood'}`;
  throw new UserError(`${verb.name}: ${said}. See trackway ${verb.name} --help`);
}

const SHIELD = '\uE000';

/** All our options have two dashes: `-winter` is a word (of a search), not four short options. */
function shielded(word: string): string {
  return /^-[^-]/.test(word) ? SHIELD + word : word;
}

function unshielded<T>(value: T): T | string {
  return typeof value === 'string' && value.startsWith(SHIELD) ? value.slice(SHIELD.length) : value;
}

/** The help of one command. */
export function helpOf(verb: Verb): string {
  const fields = fieldsOf(verb);
  const words = verb.words.map((word) => {
    const field = fields.find((candidate) => candidate.name === word);
    const name = word.toUpperCase() + (field?.type === 'list' ? '…' : '');
    return field?.required === true ? name : `[${name}]`;
  });
  const width = Math.max(0, ...fields.map((field) => labelOf(field, verb).length));
  const lines = fields.map((field) => {
    const choices =
      field.choices.length > 0 && field.choices.length <= 12 && !field.description.includes(field.choices[0] ?? '')
        ? ` (${field.choices.join(', ')})`
        : '';
    const usual = field.usual === null ? '' : ` [${field.usual}]`;
    return `  ${labelOf(field, verb).padEnd(width)}  ${field.description}${choices}${usual}`;
  });
  return [
    `trackway ${[verb.name, ...words].join(' ')} [options]`,
    '',
    `${verb.summary[0]?.toUpperCase()}${verb.summary.slice(1)}.`,
    '',
    ...wrapped(verb.details, 100),
    '',
    ...(lines.length === 0 ? [] : ['Options:', ...lines, '']),
    'Examples:',
    ...verb.examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

function labelOf(field: Field, verb: Verb): string {
  if (verb.words.includes(field.name)) return field.name.toUpperCase();
  return field.type === 'boolean' ? `--${field.flag}` : `--${field.flag} ${field.type === 'number' ? 'N' : field.flag.toUpperCase()}`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
