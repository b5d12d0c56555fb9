import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Some tests run the command as its user would: they need it built. Builds only where a source is newer. */
export function setup(): void {
  const root = resolve(import.meta.dirname, '..');
  const stamp = join(root, 'dist/.built');
  const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  const newest = Math.max(
    ...readdirSync(join(root, 'src'), { recursive: true }).map((name) => statSync(join(root, 'src', String(name))).mtimeMs),
  );
  if (newest > built) execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
}
