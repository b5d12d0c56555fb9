import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layOut, type OpenCase, openCase } from '../../src/case/case.ts';
import { keyCheck } from '../../src/case/pseudonyms.ts';
import { readSettings, writeSettings } from '../../src/case/settings.ts';
import type { Alert } from '../../src/model/alert.ts';
import { openCaseDb } from '../../src/store/case-db.ts';
import { FORMAT } from '../../src/store/schema.ts';

/** A case of its own, and alerts to send. */

export interface AlertCase {
  folder: string;
  /** Of its pseudonyms: for `TRACKWAY_KEY_FILE`. */
  keyFile: string;
  open: OpenCase;
  remove(): void;
}

const KEY = Buffer.alloc(32, 7);

export function alertCase(alerts: readonly unknown[] = []): AlertCase {
  const folder = mkdtempSync(join(tmpdir(), 'trackway-alerts-'));
  const keyFile = `${folder}.key`;
  writeFileSync(keyFile, KEY.toString('hex'));
  layOut(folder);
  writeSettings(folder, { format: FORMAT, id: randomUUID(), name: 'Reading rooms', keyCheck: keyCheck(KEY), watch: {}, platforms: {} });
  writeSettings(folder, { ...readSettings(folder), alerts: alerts as [] });
  openCaseDb(folder, true).close();
  const open = openCase(folder, () => Date.now());
  return {
    folder,
    keyFile,
    open,
    remove() {
      open.close();
      rmSync(folder, { recursive: true, force: true });
      rmSync(keyFile);
    },
  };
}

export function alertOf(n: number, more: Partial<Alert> = {}): Alert {
  const channels = [`telegram:room_${n}`];
  const title = `telegram:room_${n} can no longer be seen.`;
  return {
    key: `disappearance/telegram/2019-11-22T18:00:00Z/${n}`,
    kind: 'disappearance',
    platform: 'telegram',
    at: Date.parse('2019-11-22T18:00:00Z'),
    title,
    lines: [`telegram:room_${n}: absent in 3 looks.`, 'غرفة القراءة'],
    channels,
    ...more,
  };
}
