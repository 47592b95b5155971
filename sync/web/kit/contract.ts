// Types of requests and answers, read off the types that openapi-typescript makes of a contract.
import {ask_privately, get, new_cmd, post} from "kit/client";

type Json<R> = R extends {content: {"application/json": infer B}} ? B : never;
type Ok<O> = O extends {responses: {200: infer R}} ? Json<R> : never;
type Body<O> = O extends {requestBody: infer R} ? Json<R> : never;
type Methods<P, M extends string> = {[K in keyof P]: P[K] extends Record<M, infer O> ? O : never};

export type Answer<P, K extends keyof P> = Ok<Methods<P, "get">[K]>;
type CommandPath<N extends string> = `/commands/${N}`;
export type CommandName<P> = keyof P extends infer K ? (K extends CommandPath<infer N> ? N : never) : never;
export type CommandBody<P, N extends string> =
  CommandPath<N> extends keyof P ? Body<Methods<P, "post">[CommandPath<N>]> : never;
export type CommandAnswer<P, N extends string> =
  CommandPath<N> extends keyof P ? Ok<Methods<P, "post">[CommandPath<N>]> : never;

export interface Contract<P> {
  fetch<K extends keyof P & string>(route: K, path?: string): Promise<Answer<P, K>>;
  // A read by POST.
  ask<K extends keyof P & string>(route: K, body: Body<Methods<P, "post">[K]>): Promise<Ok<Methods<P, "post">[K]>>;
  send<N extends CommandName<P> & string>(
    name: N,
    body: Omit<CommandBody<P, N>, "cmd"> & {cmd?: string},
  ): Promise<CommandAnswer<P, N>>;
}

// `route` is the contract's path, `path` what is really asked for (ids filled in, query added).
export function contract<P>(): Contract<P> {
  return {
    fetch: (route, path) => get((path ?? route).replace(/^\//, "")) as Promise<never>,
    ask: (route, body) => ask_privately(route.replace(/^\//, ""), body as object) as Promise<never>,
    send: (name, body) => post(name, {cmd: new_cmd(), ...body}) as Promise<never>,
  };
}

export const segment = encodeURIComponent;
