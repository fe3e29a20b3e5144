import account from "./account.json";
import common from "./common.json";
import find from "./find.json";
import my from "./my.json";
import problems from "./problems.json";
import register from "./register.json";

export const en = { account, common, find, my, problems, register };
