import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A real server of the AT Protocol (PDS with its directory of ids) on loopback, installed into a folder outside the project. */

/** The newest that runs on Node 20: later ones ask for 22. */
const VERSION = '0.3.215';
/** The one that the server names needs a binary from the network; this one is known to compile. */
const SQLITE = '12.11.1';

export interface AtprotoServer {
  origin: string;
  /** A call as somebody, by an authorization header. */
  call(method: string, body: object | null, authorization?: string): Promise<Record<string, unknown>>;
  admin: string;
  stop(): Promise<void>;
}

function folder(): string {
  return join(process.env['TRACKWAY_REAL_CACHE'] ?? join(tmpdir(), 'trackway-real'), `atproto-${VERSION}`);
}

/** Installs it where it is not there yet (about 350 MB, two to eight minutes). Null: it can be used; else why not, as a sentence. */
export function atprotoMissing(): string | null {
  const at = folder();
  const npm = (...args: string[]): void => {
    execFileSync('npm', args, { cwd: at, stdio: 'pipe', timeout: 900_000 });
  };
  try {
    mkdirSync(at, { recursive: true });
    const dependencies = { '@atproto/dev-env': VERSION, 'better-sqlite3': SQLITE };
    const wanted = { name: 'atproto-env', private: true, type: 'module', dependencies, overrides: { 'better-sqlite3': SQLITE } };
    writeFileSync(join(at, 'package.json'), JSON.stringify(wanted));
    if (!existsSync(entry())) npm('install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock');
    // The only script that is needed, and only it is run: the compiler of the database.
    if (!existsSync(join(at, 'node_modules/better-sqlite3/build/Release/better_sqlite3.node'))) npm('rebuild', 'better-sqlite3');
    return null;
  } catch (error) {
    const told = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'it failed';
    return `@atproto/dev-env ${VERSION} could not be installed into ${at}: ${told}`;
  }
}

function entry(): string {
  return join(folder(), 'node_modules/@atproto/dev-env/dist/index.js');
}

interface DevEnv {
  TestNetworkNoAppView: {
    create(options: object): Promise<{ pds: { url: string; adminAuthHeaders(): { authorization: string } }; close(): Promise<void> }>;
  };
}

export async function startAtproto(): Promise<AtprotoServer> {
  const { TestNetworkNoAppView } = (await import(pathToFileURL(entry()).href)) as DevEnv;
  const network = await TestNetworkNoAppView.create({ pds: { hostname: 'localhost' } });
  const origin = new URL(network.pds.url).origin;
  return {
    origin,
    admin: network.pds.adminAuthHeaders().authorization,
    stop: () => network.close(),
    async call(method, body, authorization) {
      const headers = { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) };
      const response = await fetch(`${origin}/xrpc/${method}`, {
        method: 'POST',
        headers,
        ...(body === null ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method}: ${response.status} ${text}`);
      return text === '' ? {} : JSON.parse(text);
    },
  };
}
