/** What is made when it is first needed, and then kept: a prepared statement that runs thousands of times. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
