import type { Platform } from '../../model/platform.ts';
import { fileLinks } from './links.ts';

export const platform: Platform = { name: 'file', title: 'File hosts and archives', links: fileLinks, readers: [] };
