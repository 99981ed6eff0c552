-- What the portal itself says of a payment that came to nothing is kept as a word, so that each reader has it in their language.
-- `reason` is what a person wrote.
alter table payment_attempts
    add column not_paid text check (not_paid in ('not_started', 'not_in_time', 'not_carried_out'));

update payment_attempts
   set reason = '',
       not_paid = case reason
           when 'It could not be started.' then 'not_started'
           when 'It was not paid in time.' then 'not_in_time'
           else 'not_carried_out' end
 where reason in ('It could not be started.', 'It was not paid in time.', 'Your bank did not carry out the payment.');
