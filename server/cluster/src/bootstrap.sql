create role portal login createdb;
create database portal owner portal;
