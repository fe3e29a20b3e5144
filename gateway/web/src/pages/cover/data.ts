/** Covered photos, as the API has them. */
import { answered, api, type Schemas } from "../../api/client";
import type { Expression } from "../../ui/Face";

export type Cover = Schemas["CoverTask"];
export type CoveredFace = NonNullable<Cover["faces"]>[number];

/** A face as it is asked for: `expression` null leaves it to the server. */
export interface FaceWanted {
  box: number[];
  angle: number;
  expression: Expression | null;
}

export function coverLoad(id: string, signal?: AbortSignal): Promise<Cover> {
  const params = { path: { cover_id: id } };
  return answered(api.GET("/api/v1/faces/tasks/{cover_id}", { params, ...(signal && { signal }) }));
}

/** Cover the same photo anew; `key` makes a repeated request the same one. */
export function coverAgain(
  id: string,
  faces: FaceWanted[] | null,
  emojiId: string | undefined,
  key: string,
): Promise<Cover> {
  const params = { path: { cover_id: id }, header: { "Idempotency-Key": key } };
  const body = { faces, ...(emojiId && { emoji_id: emojiId }) };
  return answered(api.POST("/api/v1/faces/tasks/{cover_id}/again", { params, body }));
}

/** Say that nobody is to be seen in a photo without faces. */
export function coverConfirm(id: string): Promise<Cover> {
  return answered(api.POST("/api/v1/faces/tasks/{cover_id}/confirm", { params: { path: { cover_id: id } } }));
}

export async function coverDelete(id: string): Promise<void> {
  await answered(api.DELETE("/api/v1/faces/tasks/{cover_id}", { params: { path: { cover_id: id } } }));
}

export function coversMine(page: number) {
  return answered(api.GET("/api/v1/users/mypage/used", { params: { query: { page } } }));
}
