// The one way to the server: /api/v1, which has a route for every verb.
//
// An answer is the verb's own JSON; `ok` is false where it was done and found
// that something is not so (a check found faults). What goes wrong is an
// ApiError with what a person must know. A sign-in that has run out is told
// to whoever listens with onSignedOut(), once.

export class ApiError extends Error {
  override name = "ApiError";
  constructor(
    readonly status: number,
    readonly kind: string,
    message: string,
    readonly verb = "",
    readonly incident = "",
    readonly roles: string[] = [],
    readonly retryAfter = 0,
    readonly body: unknown = null,
  ) {
    super(message);
  }
}

export interface Answer<T> {
  data: T;
  ok: boolean;
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Request {
  query?: Query;
  body?: unknown; // as JSON
  file?: Blob | string; // the body itself, as CSV
  signal?: AbortSignal;
}

const base = "/api/v1";
let csrf = "";
let signedOut: () => void = () => {};

export function setCsrf(token: string): void {
  csrf = token;
}

export function onSignedOut(tell: () => void): void {
  signedOut = tell;
}

// The address of a route, for links that download.
export function address(path: string, query: Query = {}): string {
  const list = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== false);
  const text = new URLSearchParams(list.map(([name, value]) => [name, String(value)])).toString();
  return base + path + (text ? "?" + text : "");
}

// A path with its parts escaped: path`/connectors/${name}`.
export function path(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return parts.map((part, i) => part + (i < values.length ? encodeURIComponent(String(values[i])) : "")).join("");
}

export async function ask<T>(method: string, route: string, request: Request = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: "application/json" };
  let body: BodyInit | undefined;
  if (request.file !== undefined) {
    headers["Content-Type"] = "text/csv";
    body = request.file;
  } else if (request.body !== undefined) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(request.body);
  }
  if (method !== "GET" && csrf) headers["X-CSRF-Token"] = csrf;
  const response = await send(address(route, request.query), { method, headers, body, signal: request.signal });
  const data = await read(response);
  if (!response.ok) throw failure(response, data, route);
  return { data: data as T, ok: response.headers.get("Estreat-Result") !== "not" };
}

export async function get<T>(route: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return (await ask<T>("GET", route, { query, signal })).data;
}

// The text of what a route gives as bytes, at most so many of them.
export async function getText(route: string, query: Query, most: number, signal?: AbortSignal): Promise<{ text: string; cut: boolean }> {
  const response = await send(address(route, query), { headers: { Range: `bytes=0-${most - 1}` }, signal });
  if (!response.ok) throw failure(response, await read(response), route);
  const bytes = await response.arrayBuffer();
  const all = Number(/\/(\d+)$/.exec(response.headers.get("Content-Range") ?? "")?.[1] ?? bytes.byteLength);
  return { text: new TextDecoder().decode(bytes), cut: all > bytes.byteLength };
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, credentials: "same-origin", redirect: "error", cache: "no-store" });
  } catch (reason) {
    if (init.signal?.aborted) throw reason;
    throw new ApiError(0, "unreachable", "");
  }
}

// A document that was cut off does not parse: that is a failure, not a half.
async function read(response: Response): Promise<unknown> {
  try {
    const text = await response.text();
    return text === "" ? null : JSON.parse(text);
  } catch {
    if (!response.ok) return null;
    throw new ApiError(response.status, "cut-off", "");
  }
}

function failure(response: Response, data: unknown, route: string): ApiError {
  const error = (data as { error?: Record<string, unknown> } | null)?.error ?? {};
  const text = (name: string) => (typeof error[name] === "string" || typeof error[name] === "number" ? String(error[name]) : "");
  if (response.status === 401 && route !== "/session") signedOut();
  return new ApiError(
    response.status,
    text("kind") || "unknown",
    text("message"),
    text("verb"),
    text("incident"),
    Array.isArray(error["roles"]) ? (error["roles"] as string[]) : [],
    Number(response.headers.get("Retry-After") ?? 0) || 0,
    data,
  );
}
