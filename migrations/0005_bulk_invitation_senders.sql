-- What senders call: take a slot, step, renew, give back. The calls stand in `domain/src/bulk_invitation/sending/pg.rs`.
--
-- Order of locks, for all that takes more than one: slots by number, then the run.

-- Takes a slot for the server `_owner` if there is a run to work on, the one with recipients of its own first. When there is none
-- to be had and another server has at least two more than `_held`, that server is asked for one.
create function bulk_invitation_take_slot(_owner uuid, _held integer, _lease interval)
returns table (taken smallint, taken_fence bigint, is_unfinished boolean) language plpgsql as $$
#variable_conflict use_column
declare
    _now  timestamptz := clock_timestamp();
    _run  bulk_invitation_runs;
begin
    select * into _run from bulk_invitation_runs r where r.state in ('queued', 'running', 'paused');
    is_unfinished := found;
    if not found or _run.cancel_requested_at is null and (_run.state = 'paused' or _run.not_before > _now) then
        return next;
        return;
    end if;

    update mail_slots
       set owner = _owner, fence = fence + 1, lease_until = _now + _lease, asked_by = null, run_id = _run.id
     where slot = (
            select s.slot from mail_slots s
             where (s.owner is null and (s.asked_by is null or s.asked_by = _owner or s.lease_until < _now)
                    -- While the database is just back, a sender that is alive has not had the time to come and note what it sent.
                    or s.owner is not null and s.lease_until < _now and pg_postmaster_start_time() < _now - _lease)
               and (s.in_flight <> '{}'
                    or _run.cancel_requested_at is null and (
                        s.next_seq <= s.end_seq or _run.next_seq <= _run.total
                        or exists (select from bulk_invitation_recipients w where w.run_id = _run.id and w.not_before <= _now)))
             order by s.in_flight = '{}', s.next_seq > s.end_seq, s.slot
             limit 1 for update skip locked)
    returning slot, fence into taken, taken_fence;

    if taken is null and _run.cancel_requested_at is null then
        update mail_slots set asked_by = _owner
         where slot = (select min(s.slot) from mail_slots s
                        where s.owner is not null and s.owner <> _owner and s.lease_until >= _now
                        group by s.owner
                       having count(*) > _held + 1 and count(s.asked_by) = 0
                        order by count(*) desc limit 1);
    end if;
    return next;
end $$;

-- Lengthens the lease in the middle of a long batch.
create function bulk_invitation_renew_slot(_slot smallint, _fence bigint, _lease interval) returns boolean language plpgsql as $$
begin
    update mail_slots set lease_until = clock_timestamp() + _lease where slot = _slot and fence = _fence;
    return found;
end $$;

-- Gives a slot back, with what is left in its range, to whoever takes it next; to the one that asked, for three seconds.
create function bulk_invitation_release_slot(_slot smallint, _fence bigint) returns void language sql as $$
    update mail_slots
       set owner = null, lease_until = case when asked_by is null then '-infinity' else clock_timestamp() + interval '3 seconds' end
     where slot = _slot and fence = _fence
$$;

-- What a step gives back.
create type bulk_invitation_batch as (
    -- False: another owns the slot by now; nothing was noted.
    is_held         boolean,
    -- False: there is nothing for this slot at the moment; give it back.
    has_more        boolean,
    reminder        boolean[],
    seqs            integer[],
    ids             uuid[],
    names           text[],
    emails          text[],
    attempts        smallint[],
    interruptions   smallint[],
    -- When the links stop working.
    expires_at      timestamptz,
    -- With a rate: how long to wait before the first of the batch.
    wait_seconds    double precision
);

-- Notes what became of a sender's last batch and hands out its next one, of as many recipients as it brought hashes of tokens:
-- those that a dead owner of the slot left in flight first, then those that have waited long enough, then the slot's own range.
-- Each is looked at once more, and gets its invitation and token before its mail can go out. The last one's note ends the run.
--
-- Generic plans by index only: a plan made while the tables were empty must not be kept for a hundred thousand rows.
create function bulk_invitation_step(
    _slot smallint, _fence bigint, _lease interval,
    _sent_seqs integer[], _sent_ids uuid[],
    -- All other results: outcome `queued` with a time to wait, `failed`, `skipped`.
    _seqs integer[], _ids uuid[], _outcomes text[], _reasons text[], _attempts smallint[], _interruptions smallint[], _waits interval[],
    -- What kept mail in general from going out, in the words for `paused_because`.
    _failure text,
    _token_hashes bytea[], _rate double precision
) returns bulk_invitation_batch language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan set jit = off as $$
declare
    _now        timestamptz := clock_timestamp();
    _want       integer := cardinality(_token_hashes);
    _s          mail_slots;
    _r          bulk_invitation_runs;
    _batch      bulk_invitation_batch;
    _success    integer := 0;
    _failed     integer := 0;
    _skipped    integer := 0;
    _n          integer;
    -- In flight and not reported: a dead owner's.
    _left       integer[];
    _take       integer[] := '{}';
    _settled    record;
begin
    select * into _s from mail_slots where slot = _slot and fence = _fence for update;
    _batch.is_held := found;
    if not found then
        return _batch;
    end if;

    -- 1. Note what is in flight. A note that comes again, because the answer to it was lost, finds nothing there.
    if cardinality(_sent_seqs) > 0 then
        update bulk_invitation_recipients set outcome = 'success', reason = null, finished_at = _now
         where run_id = _s.run_id and seq = any (_sent_seqs) and seq = any (_s.in_flight) and outcome = 'queued';
        get diagnostics _success = row_count;
        update invitations set state = case state when 'queued' then 'sent' else state end, sent_at = _now, error = null
         where id = any (_sent_ids);
    end if;
    for i in 1 .. cardinality(_seqs) loop
        update bulk_invitation_recipients
           set outcome = _outcomes[i], reason = _reasons[i], attempts = _attempts[i], interruptions = _interruptions[i],
               not_before = _now + _waits[i], finished_at = case when _outcomes[i] <> 'queued' then _now end
         where run_id = _s.run_id and seq = _seqs[i] and seq = any (_s.in_flight) and outcome = 'queued';
        get diagnostics _n = row_count;
        if _n > 0 and _outcomes[i] <> 'queued' then
            update invitations set state = 'failed', error = _reasons[i] where id = _ids[i] and state = 'queued';
            if _outcomes[i] = 'failed' then
                _failed := _failed + _n;
            else
                _skipped := _skipped + _n;
            end if;
        end if;
    end loop;
    if _failure is not null and _seqs && _s.in_flight then
        update bulk_invitation_runs
           set failures_in_a_row = failures_in_a_row + 1,
               not_before = _now + least(5, 0.5 * 2 ^ least(failures_in_a_row, 9)) * interval '1 second',
               -- SPEC section 4: after 10 failures in a row that are not about one recipient.
               state = case when failures_in_a_row >= 9 then 'paused' else state end,
               paused_because = case when failures_in_a_row >= 9 then _failure end
         where id = _s.run_id and state in ('queued', 'running');
    elsif _success + _failed > 0 then
        update bulk_invitation_runs set failures_in_a_row = 0, not_before = _now where id = _s.run_id and failures_in_a_row > 0;
    end if;
    select coalesce(array_agg(seq order by seq), '{}') into _left
      from unnest(_s.in_flight) seq where seq <> all (_sent_seqs) and seq <> all (_seqs);

    -- 2. Take.
    select * into _r from bulk_invitation_runs where id = _s.run_id;
    if _r.cancel_requested_at is not null then
        _take := _left;
    elsif _want > 0 and _r.state in ('queued', 'running') and _r.not_before <= _now and (_s.asked_by is null or _left <> '{}') then
        -- After a failure one sender tries while the others wait.
        if _r.failures_in_a_row > 0 then
            update bulk_invitation_runs set not_before = _now + interval '5 seconds' where id = _s.run_id and not_before <= _now;
            if not found then
                _want := 0;
            end if;
        end if;
        _take := _left[1:_want];
        if cardinality(_take) < _want then
            with due as (
                select w.run_id, w.seq from bulk_invitation_recipients w
                 where w.run_id = _s.run_id and w.not_before <= _now
                 order by w.not_before limit _want - cardinality(_take) for update skip locked
            ), taken as (
                update bulk_invitation_recipients r set not_before = null from due
                 where r.run_id = due.run_id and r.seq = due.seq returning r.seq
            )
            select _take || coalesce(array_agg(seq order by seq), '{}') into _take from taken;
        end if;
        if cardinality(_take) < _want and _s.next_seq > _s.end_seq and _r.next_seq <= _r.total then
            select * into _r from bulk_invitation_runs where id = _s.run_id for update;
            if _r.state in ('queued', 'running') and _r.cancel_requested_at is null and _r.next_seq <= _r.total then
                -- Large at first, so that senders seldom meet here; small at the end, so that none is left alone with the rest.
                _n := least(greatest((_r.total - _r.next_seq) / 32, 16), 256);
                _s.next_seq := _r.next_seq;
                _s.end_seq := least(_r.next_seq + _n - 1, _r.total);
                update bulk_invitation_runs
                   set next_seq = _s.end_seq + 1, state = 'running', started_at = coalesce(started_at, _now),
                       moving_since = case when started_at is null then _now else moving_since end
                 where id = _s.run_id;
            end if;
        end if;
        _n := least(_want - cardinality(_take), _s.end_seq - _s.next_seq + 1);
        if _n > 0 then
            _take := _take || (select array_agg(seq) from generate_series(_s.next_seq, _s.next_seq + _n - 1) seq);
            _s.next_seq := _s.next_seq + _n;
        end if;
    end if;

    -- 3. Look once more, make invitations and tokens.
    if cardinality(_take) > 0 then
        _batch.expires_at := _now + make_interval(days => (select invitation_days from company));
        with looked_at as materialized (
            select r.*,
                   case
                       -- A mail that a dead sender had handed over, and that has done its work.
                       when own.state = 'accepted' then 'success'
                       when _r.cancel_requested_at is not null then 'Cancelled.'
                       when own.state = 'revoked' then 'The invitation was withdrawn.'
                       when g.invitation_group is null then 'The client no longer exists.'
                       when g.invitation_group = 'inactive' then 'The client is inactive.'
                       when g.invitation_group = 'has_account' then 'The client already has a portal account.'
                       when g.invitation_group = 'no_email' or g.mail_address is distinct from r.email then 'The e-mail address was changed after the start.'
                       when g.invitation_group = 'unusable_email' then 'The e-mail address is used by another client or account.'
                       when g.invitation_group = 'already_invited' and not r.is_reminder and g.open_invitations <> array[r.id] then 'Invited by other means after the start.'
                   end as obstacle
              from bulk_invitation_recipients r
              -- Limits and a scalar, so that each recipient's rows are looked up by key, whatever a plan believes of the tables.
              left join lateral (select * from bulk_invitation_groups where client_id = r.client_id limit 1) g on true
              cross join lateral (select (select state from invitations where id = r.id) as state) own
             where r.run_id = _s.run_id and r.seq = any (_take)
        ), invited as (
            insert into invitations (id, client_id, run_id, name, email, state, invited_by, created_at, expires_at)
            select id, client_id, run_id, name, email, 'queued', _r.started_by, _now, _batch.expires_at from looked_at where obstacle is null
            on conflict (id) do update set state = 'queued', error = null, expires_at = excluded.expires_at
        ), linked as (
            insert into invitation_tokens (token_sha256, invitation_id)
            select _token_hashes[row_number() over (order by seq)], id from looked_at where obstacle is null
        )
        select array_agg(seq order by seq) filter (where obstacle is null) as seqs,
               array_agg(id order by seq) filter (where obstacle is null) as ids,
               array_agg(name order by seq) filter (where obstacle is null) as names,
               array_agg(email order by seq) filter (where obstacle is null) as emails,
               array_agg(is_reminder order by seq) filter (where obstacle is null) as reminder,
               array_agg(attempts order by seq) filter (where obstacle is null) as attempts,
               array_agg(interruptions order by seq) filter (where obstacle is null) as interruptions,
               array_agg(seq) filter (where obstacle is not null) as settled_seqs,
               array_agg(id) filter (where obstacle is not null) as settled_ids,
               count(*) filter (where obstacle = 'success') as success,
               count(*) filter (where obstacle <> 'success') as skipped,
               array_agg(obstacle) filter (where obstacle is not null) as obstacles
          into _settled from looked_at;
        if _settled.settled_seqs is not null then
            update bulk_invitation_recipients r
               set outcome = case o.obstacle when 'success' then 'success' else 'skipped' end,
                   reason = nullif(o.obstacle, 'success'), finished_at = _now
              from unnest(_settled.settled_seqs, _settled.obstacles) o (seq, obstacle)
             where r.run_id = _s.run_id and r.seq = o.seq;
            update invitations set state = 'revoked', revoked_at = _now where id = any (_settled.settled_ids) and state = 'queued';
            _success := _success + _settled.success;
            _skipped := _skipped + _settled.skipped;
        end if;
        _batch.seqs := _settled.seqs;
        _batch.ids := _settled.ids;
        _batch.names := _settled.names;
        _batch.emails := _settled.emails;
        _batch.reminder := _settled.reminder;
        _batch.attempts := _settled.attempts;
        _batch.interruptions := _settled.interruptions;
    end if;
    _batch.has_more := cardinality(_take) > 0 and _r.cancel_requested_at is null;

    -- 4. A reminder's link takes the place of the one before it.
    if _r.remind and cardinality(_sent_ids) > 0 then
        update invitations o set state = 'revoked', revoked_at = _now
          from invitations i
         where i.id = any (_sent_ids) and o.client_id = i.client_id and o.contact_id is null and o.id < i.id and o.state in ('queued', 'sent');
    end if;

    -- 5. Keep.
    if _success + _failed + _skipped > 0 then
        update bulk_invitation_progress
           set success = success + _success, failed = failed + _failed, skipped = skipped + _skipped
         where run_id = _s.run_id and slot = _slot;
    end if;
    -- What could not be taken now stays in flight.
    select coalesce(_batch.seqs, '{}') || coalesce(array_agg(seq), '{}') into _s.in_flight
      from unnest(_left) seq where seq <> all (_take);
    update mail_slots
       set lease_until = _now + _lease, in_flight = _s.in_flight, next_seq = _s.next_seq, end_seq = _s.end_seq
     where slot = _slot;
    if _rate is not null and cardinality(_batch.seqs) > 0 then
        update mail_rate set next_at = greatest(next_at, _now) + cardinality(_batch.seqs) / _rate * interval '1 second'
        returning extract(epoch from next_at - _now) - cardinality(_batch.seqs) / _rate into _batch.wait_seconds;
    end if;
    if _s.in_flight = '{}' and not _batch.has_more then
        perform bulk_invitation_finish(_s.run_id);
    end if;
    return _batch;
end $$;

-- Ends the run when every recipient has an outcome. Whoever notes the last one comes here in the same transaction, and the run's
-- row lets one in at a time, each of whom sees what those before it have counted: so exactly one finds all of them there.
create function bulk_invitation_finish(_run uuid) returns void language plpgsql as $$
begin
    perform from bulk_invitation_runs where id = _run and state in ('queued', 'running', 'paused') for update;
    if found then
        update bulk_invitation_runs r
           set state = case when cancel_requested_at is null then 'completed' else 'cancelled' end, finished_at = clock_timestamp(),
               paused_because = null
         where r.id = _run
           and r.total = (select sum(p.success + p.failed + p.skipped) from bulk_invitation_progress p where p.run_id = _run);
    end if;
end $$;
