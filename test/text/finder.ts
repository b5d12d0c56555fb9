import { loadPlatforms } from '../../src/platforms/registry.ts';
import { compileLinks, type LinkFinder } from '../../src/text/links.ts';

/** The finder as the program makes it: the grammars of all platforms. */
export async function allLinks(): Promise<LinkFinder> {
  const platforms = await loadPlatforms();
  return compileLinks(platforms.flatMap((platform) => platform.links ?? []));
}
