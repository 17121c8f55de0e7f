import { nouns } from "./names.ts"
import type { Random } from "./random.ts"

/** A module of Erlang: a process that keeps records, and a codec for them. */
export function erlangModule(name: string, random: Random): string {
  const kinds = random.some(nouns, 10 + random.below(20))
  const encode = kinds.map((kind, at) => `encode({${kind}, Body}) -> <<${at}, (byte_size(Body)):16, Body/binary>>`)
  const decode = kinds.map(
    (kind, at) => `decode(<<${at}, Size:16, Body:Size/binary, Rest/binary>>) -> {${kind}, Body, Rest}`,
  )
  const call = kinds.map(
    (kind) => `handle_call({${kind}, Key}, _From, #state{${kind} = Map} = State) ->
    {reply, maps:get(Key, Map, undefined), State#state{count = State#state.count + 1}}`,
  )
  const cast = kinds.map(
    (kind) => `handle_cast({${kind}, Key, Value}, #state{${kind} = Map} = State) ->
    {noreply, State#state{${kind} = Map#{Key => Value}}}`,
  )
  return `%% @doc Keeps ${kinds[0]}s and what belongs to them.
-module(${name}).
-behaviour(gen_server).

-export([start_link/0, encode/1, decode/1, run/1]).
-export([init/1, handle_call/3, handle_cast/2]).

-record(state, {count = 0 :: non_neg_integer(), ${kinds.map((kind) => `${kind} = #{} :: map()`).join(", ")}}).

start_link() -> gen_server:start_link(?MODULE, [], []).

-spec run(integer()) -> integer().
run(Number) -> lists:sum([N * ${random.below(20) + 2} || N <- lists:seq(1, Number), N rem 3 =/= 0]).

-spec encode({atom(), binary()}) -> binary().
${encode.join(";\n")}.

-spec decode(binary()) -> {atom(), binary(), binary()} | more.
${decode.join(";\n")};
decode(Frame) when is_binary(Frame) -> more.

init([]) -> {ok, #state{}}.

${call.join(";\n")};
handle_call(_Request, _From, State) ->
    {reply, ok, State}.

${cast.join(";\n")};
handle_cast(_Request, State) ->
    {noreply, State}.
`
}
