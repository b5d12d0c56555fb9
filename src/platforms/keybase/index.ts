import type { Platform } from '../../model/platform.ts';
import { keybaseLinks } from './links.ts';

export const platform: Platform = { name: 'keybase', title: 'Keybase', links: keybaseLinks, readers: [] };
