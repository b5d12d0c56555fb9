import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real XMPP server (Debian's prosody) on loopback, with a room service, guests and an archive; everything in a folder of its own. */

export interface Prosody {
  /** `http://127.0.0.1:port`, where BOSH answers at `/http-bind`. */
  origin: string;
  stop(): Promise<void>;
}

/** Where prosody is or could be installed: null; else why it cannot be used, as a sentence. */
export function prosodyMissing(): string | null {
  if (onPath('prosody')) return null;
  if (process.getuid?.() !== 0 || !onPath('apt-get'))
    return 'prosody is not installed and cannot be installed by this user (apt-get install prosody)';
  try {
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'prosody'], { stdio: 'pipe', timeout: 240_000 });
  } catch (error) {
    return `apt-get could not install prosody: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'it failed'}`;
  }
  return onPath('prosody') ? null : 'prosody is not on the path after its installation';
}

function onPath(command: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

/** Guests log in at `guest.example`, who makes rooms at `makers.example`; rooms are at `rooms.example`. */
export async function startProsody(): Promise<Prosody> {
  const folder = mkdtempSync(join(tmpdir(), 'trackway-prosody-'));
  const port = await freePort();
  const config = join(folder, 'prosody.cfg.lua');
  writeFileSync(config, configOf(folder, port));
  const server = spawn('prosody', ['--config', config, '-F'], { stdio: ['ignore', 'ignore', 'ignore'] });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const origin = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 100 && server.exitCode === null; tries++) {
    if (await answers(`${origin}/http-bind`)) return { origin, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const log = readFileSync(join(folder, 'prosody.log'), 'utf8').slice(-2000);
  await stop();
  throw new Error(`prosody did not start: ${log}`);
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function configOf(folder: string, port: number): string {
  return `
run_as_root = true
daemonize = false
pidfile = "${folder}/prosody.pid"
data_path = "${folder}"
certificates = "${folder}"
log = { info = "${folder}/prosody.log" }
plugin_paths = {}
modules_enabled = { "disco", "saslauth", "bosh" }
modules_disabled = { "s2s", "c2s", "posix", "offline" }
http_ports = { ${port} }
http_interfaces = { "127.0.0.1" }
https_ports = {}
http_default_host = "guest.example"
consider_bosh_secure = true
c2s_require_encryption = false
default_storage = "internal"
storage = { muc_log = "internal" }
VirtualHost "guest.example"
  authentication = "anonymous"
VirtualHost "makers.example"
  authentication = "anonymous"
Component "rooms.example" "muc"
  modules_enabled = { "muc_mam" }
  muc_log_by_default = true
  muc_tombstones = true
`;
}
