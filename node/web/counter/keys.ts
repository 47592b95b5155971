// Places in a form. A question in a repeat stands once in each instance: a place has a key, REPEAT/INSTANCE/NAME, and the
// elements of a place have ids of it.
export const key_in = (instance: string, name: string): string => (instance ? `${instance}/${name}` : name);
export const name_of = (key: string): string => key.slice(key.lastIndexOf("/") + 1);

// The instances that a place stands in, outermost first: members/7k3q of members/7k3q/full_name; an instance is one too.
export function instances_around(key: string): string[] {
  const parts = key.split("/");
  return parts.flatMap((_, i) => (i % 2 === 1 ? [parts.slice(0, i + 1).join("/")] : []));
}

export const field_id = (key: string): string => `q-${key}`;
export const capture_id = (key: string): string => `c-${key}`;
export const instance_id = (key: string): string => `i-${key}`;
