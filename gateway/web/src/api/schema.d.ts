// Made by `npm run api` from the OpenAPI document. Do not edit.
export interface paths {
    "/api/v1/contacts/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What a finder wrote, and what was answered. */
        get: operations["answer_get"];
        put?: never;
        /** @description Answer, once: the finder reads it. */
        post: operations["answer_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dogs/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Register a dog: the task ends in `registered`, `already_registered`, `rejected`, or in `needs_review`:
         *     it resembles another dog; staff looks at both, and the owner is told by mail.
         */
        post: operations["dog_register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dogs/{dog_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One's own dog. */
        get: operations["dog_get"];
        put?: never;
        post?: never;
        /** @description Erase the dog and its photos; its prints are forgotten. */
        delete: operations["dog_delete"];
        options?: never;
        head?: never;
        /** @description One's own dog. */
        patch: operations["dog_update"];
        trace?: never;
    };
    "/api/v1/dogs/{dog_id}/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The profile photo of one's own dog. */
        get: operations["dog_photo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dogs/breeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The breeds that a dog can be of. */
        get: operations["breed_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dogs/by-number/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Whose number is this? Typed in any case, with or without spaces and dashes. */
        get: operations["dog_by_number"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emojis/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Make a template. The background of its pictures is removed: the task ends in `cut_out`, and the template
         *     can be looked at and published, or in `rejected`.
         */
        post: operations["emoji_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emojis/{emoji_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A template that is published, or one's own. */
        get: operations["emoji_get"];
        put?: never;
        post?: never;
        /** @description Delete one's own template. What was made with it stays. */
        delete: operations["emoji_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emojis/{emoji_id}/pictures/{expression}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description 512 px square, with alpha. */
        get: operations["emoji_picture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emojis/{emoji_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Show one's own template to everybody. */
        post: operations["emoji_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emojis/{emoji_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Tell staff what is wrong with a published template. Only the first report of an account counts. */
        post: operations["emoji_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emojis/pages/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description What is published, newest first, 8 a page. Who follows `next` finds nothing twice, whatever is published
         *     meanwhile.
         */
        get: operations["emoji_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/faces/ranking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The templates that were used most in the last seven days. */
        get: operations["ranking_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/faces/tasks/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Cover the people in a photo with the emojis of a template: it ends in `covered` or `no_face`. */
        post: operations["cover_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/faces/tasks/{cover_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How far it is, the faces, and where the pictures are. */
        get: operations["cover_get"];
        put?: never;
        post?: never;
        /** @description Erase the photo and the covered picture. */
        delete: operations["cover_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/faces/tasks/{cover_id}/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Cover the same photo once more: boxes moved, added or left out, other expressions, another template. */
        post: operations["cover_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/faces/tasks/{cover_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Of `no_face`: I looked, there really is nobody in it. The picture can be had from then on. */
        post: operations["cover_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/faces/tasks/{cover_id}/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The original, for nobody but whoever sent it, until it is deleted. */
        get: operations["cover_photo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/faces/tasks/{cover_id}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The covered picture. */
        get: operations["cover_picture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lookups/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Look for the dog with this nose: the task ends in `match`, `possible`, `not_registered` or `rejected`. */
        post: operations["lookup_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lookups/{lookup_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One's own lookup, or one that was made without an account. */
        get: operations["lookup_get"];
        put?: never;
        post?: never;
        /** @description Erase one's own lookup, or one that was made without an account: its photo, place and what was written. */
        delete: operations["lookup_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lookups/{lookup_id}/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What was written to the owner, and the owner's answer. */
        get: operations["contact_get"];
        put?: never;
        /** @description After a `match`: write to the owner, once, within a day. The owner answers to `reply_to`, or here. */
        post: operations["contact_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lookups/{lookup_id}/dog-photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At `match`: the dog, small. */
        get: operations["lookup_dog_photo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lookups/{lookup_id}/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The finder's own photo, as it is stored. */
        get: operations["lookup_photo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lookups/{lookup_id}/reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At `match`: the registered nose, small. */
        get: operations["lookup_reference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quality/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Live guidance: where the nose is in a frame of the camera, how good it is, and what to do better. Stored nowhere. */
        post: operations["quality_assess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A task of one's own; one that was submitted without an account is known by its id alone. */
        get: operations["task_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Is this e-mail address or alias still free? */
        get: operations["availability_get"];
        put?: never;
        /** @description Sign up. A letter with a link to verify the e-mail address is sent. */
        post: operations["account_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Log in: an access token for ten minutes, and a refresh token that is used once. */
        post: operations["log_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description End a session. */
        post: operations["log_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Spend a refresh token for a new pair. Sent again within 20 s it gives the same; later, the session ends. */
        post: operations["token_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["profile_get"];
        put?: never;
        post?: never;
        /** @description Leave: the account, its dogs, photos and lookups are erased, the prints forgotten. */
        delete: operations["account_delete"];
        options?: never;
        head?: never;
        patch: operations["profile_update"];
        trace?: never;
    };
    "/api/v1/users/mypage/dogs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description My dogs, newest first. */
        get: operations["dog_list_mine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/mypage/lookups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description My lookups, newest first. */
        get: operations["lookup_list_mine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/mypage/made": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The templates that I made, in any state, newest first. */
        get: operations["emoji_list_mine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/mypage/used": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What I covered, newest first; without the scores of expressions. */
        get: operations["cover_list_mine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Mail a link to set a new password; the answer does not tell whether the address is known. */
        post: operations["password_reset_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/password/reset/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Set a new password with the token that was mailed; it ends all sessions. */
        post: operations["password_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/terms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Which terms are in force. */
        get: operations["terms_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Verify an e-mail address with the token that was mailed to it. */
        post: operations["email_verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/verify/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Send the letter to verify my e-mail address again, unless it is verified. */
        post: operations["verification_resend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @enum {string} */
        Advice: "good" | "closer" | "hold_still" | "more_light" | "less_light" | "avoid_glare" | "turn_to_me";
        AnswerInput: {
            message: string;
        };
        /** @description A contact as the owner sees it. */
        AnswerOutput: {
            /** @description empty until then */
            answer: string;
            /** Format: date-time */
            answered_at: string | null;
            /** Format: date-time */
            created_at: string;
            dog: string;
            message: string;
            place: string;
        };
        Availability: {
            available: boolean;
        };
        /** @enum {string} */
        Band: "certain" | "probable" | "possible";
        /** @enum {unknown} */
        BlankEnum: "";
        /** @description As fractions of the picture. */
        Box: {
            height: number;
            width: number;
            x: number;
            y: number;
        };
        Breed: {
            code: components["schemas"]["BreedCode"];
            english: string;
            korean: string;
        };
        /** @enum {string} */
        BreedCode: "mixed" | "unknown" | "jindo" | "sapsaree" | "pungsan" | "donggyeongi" | "jeju_dog" | "maltese" | "toy_poodle" | "miniature_poodle" | "standard_poodle" | "pomeranian" | "japanese_spitz" | "shih_tzu" | "bichon_frise" | "maltipoo" | "yorkshire_terrier" | "chihuahua" | "papillon" | "pekingese" | "pug" | "dachshund" | "miniature_schnauzer" | "miniature_pinscher" | "cocker_spaniel" | "cavalier_king_charles_spaniel" | "coton_de_tulear" | "havanese" | "italian_greyhound" | "bedlington_terrier" | "boston_terrier" | "fox_terrier" | "jack_russell_terrier" | "scottish_terrier" | "west_highland_white_terrier" | "bull_terrier" | "american_pit_bull_terrier" | "american_staffordshire_terrier" | "staffordshire_bull_terrier" | "french_bulldog" | "bulldog" | "beagle" | "basset_hound" | "afghan_hound" | "greyhound" | "whippet" | "basenji" | "pembroke_welsh_corgi" | "cardigan_welsh_corgi" | "shetland_sheepdog" | "rough_collie" | "border_collie" | "old_english_sheepdog" | "australian_shepherd" | "german_shepherd" | "belgian_malinois" | "shiba_inu" | "akita" | "tosa" | "chow_chow" | "siberian_husky" | "alaskan_malamute" | "samoyed" | "golden_retriever" | "labrador_retriever" | "pointer" | "vizsla" | "weimaraner" | "dalmatian" | "dobermann" | "rottweiler" | "boxer" | "cane_corso" | "great_dane" | "great_pyrenees" | "bernese_mountain_dog" | "saint_bernard" | "newfoundland";
        ContactInput: {
            message: string;
            /** @description where, in words */
            place?: string;
            /** @description where the answer is sent; not shown to the owner */
            reply_to?: string;
        };
        /** @description As the finder sees it. */
        ContactOutput: {
            /** @description empty until then */
            answer: string;
            /** Format: date-time */
            answered_at: string | null;
            /** @description whether the answer is sent to reply_to */
            readonly by_mail: boolean;
            /** Format: date-time */
            created_at: string;
            message: string;
            place: string;
        };
        CoverAgainInput: {
            /**
             * Format: uuid
             * @description another template
             */
            emoji_id?: string | null;
            /** @description all that are to be covered; null: find them anew */
            faces: components["schemas"]["FaceInput"][] | null;
        };
        CoverEmoji: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        CoverInput: {
            /**
             * Format: uuid
             * @description the template: a public one, or a draft of one's own
             */
            emoji_id: string;
            /** @description the faces to cover, as JSON: as in faces/tasks/{id}/again; left out or null: find them */
            faces?: string | null;
            /** Format: binary */
            photo: string;
        };
        /** @description The covering of a photo; what came of it is at faces/tasks/{cover_id}. */
        CoverJob: {
            /** Format: date-time */
            created_at: string;
            /** @description once it has failed */
            error: components["schemas"]["TaskError"] | null;
            /** Format: date-time */
            finished_at: string | null;
            /** Format: uuid */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "face.cover";
            /** @description once it has succeeded */
            outcome: components["schemas"]["CoverOutcome"] | components["schemas"]["NullEnum"];
            /** @description place in the queue, from 1 to 1000 (or more), while queued */
            position: number | null;
            /** @description once it has succeeded */
            result: components["schemas"]["CoverJobResult"] | null;
            state: components["schemas"]["TaskState"];
            /**
             * Format: uuid
             * @description the dog, lookup, emoji or cover that it is about
             */
            subject_id: string;
        };
        CoverJobResult: {
            /** Format: uuid */
            cover_id: string;
        };
        /** @enum {string} */
        CoverOutcome: "covered" | "no_face";
        /**
         * @description A photo that is being covered, or was. State and error are those of the latest job, all else of the last result;
         *     made in faces.presentation.cover_body.
         */
        CoverTask: {
            /** @description of `no_face`: somebody looked, there really is none */
            confirmed: boolean;
            /** Format: date-time */
            created_at: string;
            /** @description the template; null once it is deleted */
            emoji: components["schemas"]["CoverEmoji"] | null;
            /** @description once it has failed */
            error: components["schemas"]["TaskError"] | null;
            faces: components["schemas"]["FaceOutput"][] | null;
            /** Format: date-time */
            finished_at: string | null;
            /** Format: uuid */
            id: string;
            /** @description once it succeeded; `no_face`: look, then confirm */
            outcome: components["schemas"]["CoverOutcome"] | components["schemas"]["NullEnum"];
            /**
             * Format: date-time
             * @description when the original is deleted
             */
            photo_until: string;
            /**
             * Format: uri
             * @description the original, for its owner; null once it is deleted
             */
            photo_url: string | null;
            /**
             * Format: uri
             * @description the covered picture; of `no_face` null until it is confirmed
             */
            picture_url: string | null;
            state: components["schemas"]["TaskState"];
            /**
             * Format: uuid
             * @description the latest job, to wait for at tasks/{id}
             */
            task_id: string;
        };
        Credentials: {
            email: string;
            password: string;
        };
        /** @enum {string} */
        CutoutOutcome: "cut_out" | "rejected";
        /** @enum {string} */
        CutoutReason: "too_small" | "transparent" | "nothing_left";
        CutoutResult: {
            /** Format: uuid */
            emoji_id: string;
            /** @description of one that is `rejected`: the pictures at fault, and why */
            rejected?: components["schemas"]["EmojiReasons"];
        };
        /** @description The pictures of a template, whose background is removed. */
        CutoutTask: {
            /** Format: date-time */
            created_at: string;
            /** @description once it has failed */
            error: components["schemas"]["TaskError"] | null;
            /** Format: date-time */
            finished_at: string | null;
            /** Format: uuid */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "emoji.cutout";
            /** @description once it has succeeded */
            outcome: components["schemas"]["CutoutOutcome"] | components["schemas"]["NullEnum"];
            /** @description place in the queue, from 1 to 1000 (or more), while queued */
            position: number | null;
            /** @description once it has succeeded */
            result: components["schemas"]["CutoutResult"] | null;
            state: components["schemas"]["TaskState"];
            /**
             * Format: uuid
             * @description the dog, lookup, emoji or cover that it is about
             */
            subject_id: string;
        };
        /** @description A dog as its owner sees it. */
        Dog: {
            /** @description the last four digits */
            animal_number: string;
            readonly birth_year: number | null;
            breed: components["schemas"]["BreedCode"];
            readonly coat_colour: string;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: uuid */
            readonly id: string;
            readonly marks: string;
            readonly name: string;
            readonly neutered: boolean | null;
            nose_photos: components["schemas"]["NosePhoto"][];
            number: string | null;
            /** Format: uri */
            readonly photo_url: string | null;
            /** @description whether finders can write to me: not before my e-mail is verified */
            reachable: boolean;
            /** Format: date-time */
            readonly registered_at: string | null;
            /** @description empty unless `rejected` */
            rejection: components["schemas"]["DogRejection"] | components["schemas"]["BlankEnum"];
            readonly sex: components["schemas"]["Sex"];
            readonly state: components["schemas"]["DogState"];
        };
        DogOutput: {
            breed: components["schemas"]["BreedCode"];
            name: string;
            number: string;
            owner: components["schemas"]["OwnerOutput"];
            /** Format: uri */
            photo_url: string;
        };
        /** @enum {string} */
        DogRejection: "photos" | "already_registered" | "failed";
        /** @enum {string} */
        DogState: "pending" | "registered" | "rejected" | "needs_review";
        /** @description A template as the account sees it whose `request` stands in the context. */
        Emoji: {
            /** @description masked: `K**`; null if it came with the system */
            readonly author: string | null;
            built_in: boolean;
            /** Format: date-time */
            readonly created_at: string;
            /** @description by staff; nobody else sees it then */
            readonly hidden: boolean;
            /** Format: uuid */
            readonly id: string;
            readonly mine: boolean;
            readonly name: string;
            /** @description where they are, once they have been cut out */
            readonly pictures: components["schemas"]["EmojiPictures"] | null;
            published: boolean;
            /**
             * Format: date-time
             * @description no two at one moment, and in the order of their commits
             */
            readonly published_at: string | null;
            /** @description of one that is `rejected`: the pictures at fault, and why */
            readonly rejected: components["schemas"]["EmojiReasons"] | null;
            readonly state: components["schemas"]["EmojiState"];
        };
        EmojiForm: {
            /** Format: binary */
            angry: string;
            /** Format: binary */
            disgust: string;
            /** Format: binary */
            fear: string;
            /** Format: binary */
            happy: string;
            name: string;
            /** Format: binary */
            neutral: string;
            /** Format: binary */
            sad: string;
            /** Format: binary */
            surprise: string;
        };
        EmojiPictures: {
            /** Format: uri */
            angry: string;
            /** Format: uri */
            disgust: string;
            /** Format: uri */
            fear: string;
            /** Format: uri */
            happy: string;
            /** Format: uri */
            neutral: string;
            /** Format: uri */
            sad: string;
            /** Format: uri */
            surprise: string;
        };
        EmojiReasons: {
            angry?: components["schemas"]["CutoutReason"][];
            disgust?: components["schemas"]["CutoutReason"][];
            fear?: components["schemas"]["CutoutReason"][];
            happy?: components["schemas"]["CutoutReason"][];
            neutral?: components["schemas"]["CutoutReason"][];
            sad?: components["schemas"]["CutoutReason"][];
            surprise?: components["schemas"]["CutoutReason"][];
        };
        EmojiReportForm: {
            reason: components["schemas"]["EmojiReportReason"];
            text?: string;
        };
        /** @enum {string} */
        EmojiReportReason: "offensive" | "person" | "copyright" | "other";
        /** @enum {string} */
        EmojiState: "pending" | "draft" | "rejected" | "failed";
        EvidenceOutput: {
            /** Format: uri */
            photo_url: string;
            /** @description x1, y1 on the photo at photo_url, x2, y2 on that at reference_url, as fractions */
            points: number[][];
            /** Format: uri */
            reference_url: string;
        };
        /** @enum {string} */
        Expression: "neutral" | "angry" | "disgust" | "fear" | "happy" | "sad" | "surprise";
        ExpressionScores: {
            /** Format: double */
            angry: number;
            /** Format: double */
            disgust: number;
            /** Format: double */
            fear: number;
            /** Format: double */
            happy: number;
            /** Format: double */
            neutral: number;
            /** Format: double */
            sad: number;
            /** Format: double */
            surprise: number;
        };
        /** @description Describes an item of FacesField, which reads them itself. */
        FaceInput: {
            /**
             * Format: double
             * @description degrees, clockwise, of the line between the eyes
             * @default 0
             */
            angle: number;
            /** @description x, y, width, height as fractions of the photo; may reach over its edges */
            box: number[];
            /** @description which emoji; null: by the face */
            expression?: components["schemas"]["Expression"] | components["schemas"]["NullEnum"];
        };
        FaceOutput: {
            /**
             * Format: double
             * @description degrees, clockwise, of the line between the eyes
             */
            angle: number;
            /** @description x, y, width, height as fractions of the photo; may reach over its edges */
            box: number[];
            /** @description whose emoji covers it */
            expression: components["schemas"]["Expression"];
            /**
             * Format: double
             * @description how sure it is a face; null for a box that was given
             */
            score: number | null;
            /** @description null for an expression that was given; deleted with the photo */
            scores: components["schemas"]["ExpressionScores"] | null;
            /** @description no expression stood out: neutral was taken */
            unsure: boolean;
        };
        /** @enum {string} */
        FieldCode: "alias_characters" | "alias_taken" | "angle_invalid" | "animal_number" | "birth_year" | "blank" | "box_invalid" | "box_out_of_range" | "box_outside" | "box_too_small" | "duplicate_photo" | "email_taken" | "emoji_hidden" | "emoji_not_found" | "emoji_not_ready" | "empty" | "expression_invalid" | "face_invalid" | "faces_too_large" | "invalid" | "invalid_choice" | "max_length" | "max_string_length" | "max_value" | "min_length" | "min_value" | "no_name" | "not_a_list" | "null" | "null_characters_not_allowed" | "overflow" | "password_too_long" | "password_too_short" | "password_without_digit" | "password_without_letter" | "password_without_symbol" | "phone_format" | "photo_animated" | "photo_count" | "photo_heic" | "photo_not_readable" | "photo_too_large" | "photo_too_many_pixels" | "photo_too_small" | "required" | "surrogate_characters_not_allowed" | "terms_outdated" | "too_many_faces" | "wrong_password";
        GalleryPage: {
            /** @description on all pages */
            count: number;
            /** Format: uri */
            next: string | null;
            /** Format: uri */
            previous: string | null;
            results: components["schemas"]["Emoji"][];
        };
        JudgedNosePhoto: {
            /** @description in the order as sent */
            index: number;
            quality: number;
            /** @description empty: good enough */
            reasons: components["schemas"]["NosePhotoReason"][];
        };
        /** @enum {string} */
        Language: "ko" | "en";
        LinkInput: {
            /** @description from the link in the mail */
            token: string;
        };
        LookupInput: {
            /** Format: double */
            latitude?: number;
            /** Format: double */
            longitude?: number;
            /** Format: binary */
            nose_photo: string;
            /** @description where, in words */
            place?: string;
        };
        /** @enum {string} */
        LookupOutcome: "match" | "possible" | "not_registered" | "rejected";
        /** @description What was asked and what was found; made in lookups.presentation.lookup_body. */
        LookupOutput: {
            /** Format: date-time */
            answered_at: string | null;
            /** @description of a `match` or `possible`: how sure it is */
            band: components["schemas"]["Band"] | components["schemas"]["NullEnum"];
            /** Format: date-time */
            created_at: string;
            /** @description at `match` */
            dog: components["schemas"]["DogOutput"] | null;
            /** @description at `match` */
            evidence: components["schemas"]["EvidenceOutput"] | null;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            lookup_id: string;
            /** @description once it is answered */
            outcome: components["schemas"]["LookupOutcome"] | components["schemas"]["NullEnum"];
            /**
             * Format: uri
             * @description null once a rejected photo was deleted
             */
            photo_url: string | null;
            /** @description once it is answered: the one that was sent */
            photos?: components["schemas"]["PhotoOutput"][];
            place: components["schemas"]["PlaceOutput"] | null;
            state: components["schemas"]["LookupState"];
        };
        /** @description What was found; made in lookups.presentation.lookup_result. */
        LookupResult: {
            /** @description of a `match` or `possible`: how sure it is */
            band: components["schemas"]["Band"] | components["schemas"]["NullEnum"];
            /** @description at `match` */
            dog: components["schemas"]["DogOutput"] | null;
            /** @description at `match` */
            evidence: components["schemas"]["EvidenceOutput"] | null;
            /** Format: uuid */
            lookup_id: string;
            /** @description once it is answered: the one that was sent */
            photos?: components["schemas"]["PhotoOutput"][];
        };
        /** @enum {string} */
        LookupState: "pending" | "answered" | "failed";
        /** @description The search for a dog. */
        LookupTask: {
            /** Format: date-time */
            created_at: string;
            /** @description once it has failed */
            error: components["schemas"]["TaskError"] | null;
            /** Format: date-time */
            finished_at: string | null;
            /** Format: uuid */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "dog.lookup";
            /** @description once it has succeeded */
            outcome: components["schemas"]["LookupOutcome"] | components["schemas"]["NullEnum"];
            /** @description place in the queue, from 1 to 1000 (or more), while queued */
            position: number | null;
            /** @description once it has succeeded */
            result: components["schemas"]["LookupResult"] | null;
            state: components["schemas"]["TaskState"];
            /**
             * Format: uuid
             * @description the dog, lookup, emoji or cover that it is about
             */
            subject_id: string;
        };
        /** @description A dog as anybody sees it who holds its number. */
        MaskedDog: {
            breed: components["schemas"]["BreedCode"];
            name: string;
            number: string;
            owner: components["schemas"]["MaskedOwner"];
        };
        MaskedOwner: {
            /** @description masked: `K**` */
            display: string;
        };
        NosePhoto: {
            /** @description in the order as sent */
            index: number;
            /** @description null until it was looked at */
            quality: number | null;
            /** @description empty: good enough */
            reasons: components["schemas"]["NosePhotoReason"][];
        };
        /** @enum {string} */
        NosePhotoReason: "no_nose" | "too_small" | "blurred" | "too_dark" | "too_bright" | "glare" | "turned_away" | "unlinked_photo" | "different_dog";
        NullEnum: null;
        OwnerOutput: {
            /** @description masked: `K**` */
            display: string;
            /**
             * Format: email
             * @description only if the owner opted in
             */
            email: string | null;
            /** @description only if the owner opted in */
            phone: string | null;
            /** @description whether a message would arrive: the owner's e-mail is verified */
            reachable: boolean;
        };
        PaginatedCoverTaskList: {
            count: number;
            /** Format: uri */
            next: string | null;
            /** Format: uri */
            previous: string | null;
            results: components["schemas"]["CoverTask"][];
        };
        PaginatedDogList: {
            count: number;
            /** Format: uri */
            next: string | null;
            /** Format: uri */
            previous: string | null;
            results: components["schemas"]["Dog"][];
        };
        PaginatedEmojiList: {
            count: number;
            /** Format: uri */
            next: string | null;
            /** Format: uri */
            previous: string | null;
            results: components["schemas"]["Emoji"][];
        };
        PaginatedLookupOutputList: {
            count: number;
            /** Format: uri */
            next: string | null;
            /** Format: uri */
            previous: string | null;
            results: components["schemas"]["LookupOutput"][];
        };
        /** @description What an owner says of a dog. With `partial=True`: what changes. */
        PatchedDogChange: {
            animal_number?: string;
            birth_year?: number | null;
            breed?: components["schemas"]["BreedCode"];
            coat_colour?: string;
            marks?: string;
            name?: string;
            neutered?: boolean | null;
            /** Format: binary */
            profile_photo?: string;
            sex?: components["schemas"]["Sex"];
        };
        PatchedProfileChange: {
            alias?: string;
            current_password?: string;
            language?: components["schemas"]["Language"];
            password?: string;
            phone?: string;
            show_email?: boolean;
            show_phone?: boolean;
        };
        PhotoOutput: {
            index: number;
            quality: number;
            /** @description empty: good enough */
            reasons: components["schemas"]["PhotoReason"][];
        };
        /** @enum {string} */
        PhotoReason: "no_nose" | "too_small" | "blurred" | "too_dark" | "too_bright" | "glare" | "turned_away";
        PlaceOutput: {
            /** Format: double */
            latitude: number | null;
            /** Format: double */
            longitude: number | null;
            text: string;
        };
        /** @description RFC 9457 */
        Problem: {
            code: components["schemas"]["ProblemCode"];
            detail?: string;
            /** @description what is wrong with which field */
            errors?: {
                [key: string]: {
                    code: components["schemas"]["FieldCode"];
                    /** @description for people */
                    detail?: string;
                    /** @description of the item at fault in a list, from 0 */
                    index?: number;
                }[];
            };
            status: number;
            /** @description for people, in Korean or English by Accept-Language */
            title: string;
            /**
             * Format: uri-reference
             * @description a page that explains the code
             */
            type: string;
        };
        /** @enum {string} */
        ProblemCode: "address_too_long" | "alias_taken" | "authentication_failed" | "bad_request" | "body_too_large" | "contact_answered" | "contact_closed" | "contact_exists" | "contact_limit" | "contact_without_match" | "csrf_failed" | "database_unavailable" | "duplicate_photo" | "email_taken" | "emoji_hidden" | "emoji_not_found" | "emoji_not_ready" | "gone" | "headers_too_large" | "idempotency_key_invalid" | "idempotency_key_reused" | "job_closed" | "link_not_valid" | "malformed_request" | "method_not_allowed" | "not_acceptable" | "not_authenticated" | "not_found" | "nothing_to_confirm" | "overloaded" | "owner_unreachable" | "page_out_of_range" | "permission_denied" | "photo_animated" | "photo_expired" | "photo_heic" | "photo_not_readable" | "photo_too_large" | "photo_too_many_pixels" | "photo_too_small" | "request_timeout" | "review_decided" | "server_error" | "server_timeout" | "server_unavailable" | "server_unreachable" | "storage_unavailable" | "task_running" | "throttled" | "token_not_valid" | "unsupported_media_type" | "validation_failed" | "wrong_credentials" | "wrong_password";
        Profile: {
            readonly alias: string;
            /** Format: date-time */
            readonly created_at: string;
            /** Format: email */
            readonly email: string;
            /** @description until it is, finders cannot reach this owner */
            email_verified: boolean;
            /** Format: uuid */
            readonly id: string;
            readonly language: components["schemas"]["Language"];
            /** @description E.164 */
            readonly phone: string;
            /** @description finders of a matched dog see the e-mail address */
            readonly show_email: boolean;
            /** @description finders of a matched dog see the phone number */
            readonly show_phone: boolean;
            /** @description accepted at sign-up */
            readonly terms_version: string;
        };
        Quality: {
            advice: components["schemas"]["Advice"];
            /** @description how long it took */
            ms: number;
            nose: components["schemas"]["Box"] | null;
            quality: number;
            /** @description empty: good enough */
            reasons: components["schemas"]["PhotoReason"][];
        };
        QualityInput: {
            /**
             * Format: binary
             * @description JPEG, PNG or WebP, at most 512 KB
             */
            frame: string;
        };
        RankedEmoji: {
            /** @description pictures that were covered with it */
            covers: number;
            emoji: components["schemas"]["Emoji"];
            rank: number;
        };
        /** @description Templates by how many pictures were covered with them in the last seven days. */
        Ranking: {
            /** @description of all that are ranked */
            count: number;
            /** Format: uri */
            next: string | null;
            /** Format: uri */
            previous: string | null;
            /** @description from the fourth on, eight a page */
            results: components["schemas"]["RankedEmoji"][];
            /** Format: date-time */
            since: string;
            /** @description the first three */
            top: components["schemas"]["RankedEmoji"][];
        };
        RefreshInput: {
            /** @description left out in cookie mode */
            refresh?: string;
        };
        /** @description What an owner says of a dog. With `partial=True`: what changes. */
        Registration: {
            animal_number?: string;
            birth_year?: number | null;
            breed: components["schemas"]["BreedCode"];
            coat_colour?: string;
            marks?: string;
            name: string;
            neutered?: boolean | null;
            /** @description five */
            nose_photos: string[];
            /** Format: binary */
            profile_photo: string;
            sex: components["schemas"]["Sex"];
        };
        /** @enum {string} */
        RegistrationOutcome: "registered" | "already_registered" | "needs_review" | "rejected";
        RegistrationResult: {
            /** Format: uuid */
            dog_id: string;
            /** @description of a dog that is `registered` */
            number?: string;
            /** @description of a dog that is `rejected` */
            photos?: components["schemas"]["JudgedNosePhoto"][];
        };
        /** @description The registration of a dog. */
        RegistrationTask: {
            /** Format: date-time */
            created_at: string;
            /** @description once it has failed */
            error: components["schemas"]["TaskError"] | null;
            /** Format: date-time */
            finished_at: string | null;
            /** Format: uuid */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "dog.register";
            /** @description once it has succeeded */
            outcome: components["schemas"]["RegistrationOutcome"] | components["schemas"]["NullEnum"];
            /** @description place in the queue, from 1 to 1000 (or more), while queued */
            position: number | null;
            /** @description once it has succeeded */
            result: components["schemas"]["RegistrationResult"] | null;
            state: components["schemas"]["TaskState"];
            /**
             * Format: uuid
             * @description the dog, lookup, emoji or cover that it is about
             */
            subject_id: string;
        };
        ResetInput: {
            password: string;
            /** @description from the link in the mail */
            token: string;
        };
        ResetRequest: {
            /** Format: email */
            email: string;
        };
        /** @enum {string} */
        Sex: "male" | "female" | "unknown";
        SignUp: {
            alias: string;
            /** Format: email */
            email: string;
            language?: components["schemas"]["Language"];
            password: string;
            phone?: string;
            show_email?: boolean;
            show_phone?: boolean;
            /** @description the version of the terms that is accepted */
            terms_version: string;
        };
        Task: components["schemas"]["LookupTask"] | components["schemas"]["RegistrationTask"] | components["schemas"]["CutoutTask"] | components["schemas"]["CoverJob"];
        TaskError: {
            /** @description stable, for programs */
            code: components["schemas"]["TaskErrorCode"];
            /** @description for people, in Korean or English */
            title: string;
        };
        /** @enum {string} */
        TaskErrorCode: "attempts_exhausted" | "cancelled" | "dead_lettered" | "deadline_passed" | "dog_forgotten" | "internal_error" | "photo_missing" | "photo_unreadable";
        /** @enum {string} */
        TaskState: "queued" | "running" | "succeeded" | "failed";
        Terms: {
            /** @description what sign-up has to accept as `terms_version` */
            version: string;
        };
        Tokens: {
            access: string;
            /** @description left out in cookie mode */
            refresh?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    answer_get: {
        parameters: {
            query: {
                format?: "json" | "page";
                /** @description from the mail to the owner */
                key: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnswerOutput"];
                    "text/html": string;
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answer_create: {
        parameters: {
            query: {
                format?: "json" | "page";
                /** @description from the mail to the owner */
                key: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerInput"];
                "application/x-www-form-urlencoded": components["schemas"]["AnswerInput"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnswerOutput"];
                    "text/html": string;
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dog_register: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Registration"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistrationTask"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dog_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dog_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dog"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dog_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dog_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dog_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dog_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedDogChange"];
                "multipart/form-data": components["schemas"]["PatchedDogChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dog"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dog_photo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dog_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description No response body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    breed_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Breed"][];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dog_by_number: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaskedDog"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    emoji_create: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["EmojiForm"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CutoutTask"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    emoji_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                emoji_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Emoji"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    emoji_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                emoji_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    emoji_picture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                emoji_id: string;
                expression: "angry" | "disgust" | "fear" | "happy" | "neutral" | "sad" | "surprise";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                };
            };
            /** @description No response body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    emoji_publish: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                emoji_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Emoji"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    emoji_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                emoji_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmojiReportForm"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    emoji_list: {
        parameters: {
            query?: {
                /** @description only what was published until this moment; `next` has it */
                before?: string;
                /** @description a part of the name */
                search?: string;
            };
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GalleryPage"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ranking_get: {
        parameters: {
            query?: {
                page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ranking"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cover_create: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["CoverInput"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverTask"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cover_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cover_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverTask"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cover_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cover_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cover_again: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                cover_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CoverAgainInput"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverTask"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cover_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cover_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverTask"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cover_photo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cover_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description No response body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cover_picture: {
        parameters: {
            query?: {
                /** @description to be saved as a file instead of shown */
                download?: boolean;
            };
            header?: never;
            path: {
                cover_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description No response body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookup_create: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["LookupInput"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookupTask"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookup_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lookup_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookupOutput"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookup_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lookup_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    contact_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lookup_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactOutput"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    contact_create: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                lookup_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactInput"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactOutput"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookup_dog_photo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lookup_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description No response body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookup_photo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lookup_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description No response body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookup_reference: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lookup_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description No response body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quality_assess: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["QualityInput"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quality"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    task_get: {
        parameters: {
            query?: {
                /** @description Seconds, at most 10, to wait for the task to end or, with If-None-Match, to change. */
                wait?: number;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description No response body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    availability_get: {
        parameters: {
            query: {
                case: "email" | "alias";
                value: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Availability"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    account_create: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignUp"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log_in: {
        parameters: {
            query?: never;
            header?: {
                /** @description The refresh token travels in an HttpOnly cookie instead of the body; for browsers of this origin. */
                "X-Token-Mode"?: "cookie";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log_out: {
        parameters: {
            query?: never;
            header?: {
                /** @description The refresh token travels in an HttpOnly cookie instead of the body; for browsers of this origin. */
                "X-Token-Mode"?: "cookie";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshInput"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    token_refresh: {
        parameters: {
            query?: never;
            header?: {
                /** @description The refresh token travels in an HttpOnly cookie instead of the body; for browsers of this origin. */
                "X-Token-Mode"?: "cookie";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshInput"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    profile_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    account_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    profile_update: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedProfileChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dog_list_mine: {
        parameters: {
            query?: {
                /** @description A page number within the paginated result set. */
                page?: number;
                /** @description Number of results to return per page. */
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedDogList"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookup_list_mine: {
        parameters: {
            query?: {
                /** @description A page number within the paginated result set. */
                page?: number;
                /** @description Number of results to return per page. */
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedLookupOutputList"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    emoji_list_mine: {
        parameters: {
            query?: {
                /** @description A page number within the paginated result set. */
                page?: number;
                /** @description Number of results to return per page. */
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedEmojiList"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cover_list_mine: {
        parameters: {
            query?: {
                /** @description A page number within the paginated result set. */
                page?: number;
                /** @description Number of results to return per page. */
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedCoverTaskList"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    password_reset_request: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetRequest"];
            };
        };
        responses: {
            /** @description No response body */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    password_reset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetInput"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    terms_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Terms"];
                };
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    email_verify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkInput"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verification_resend: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description a problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
